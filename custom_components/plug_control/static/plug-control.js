var ln=Object.defineProperty;var cn=Object.getOwnPropertyDescriptor;var u=(r,t,e,n)=>{for(var s=n>1?void 0:n?cn(t,e):t,i=r.length-1,o;i>=0;i--)(o=r[i])&&(s=(n?o(t,e,s):o(s))||s);return n&&s&&ln(t,e,s),s};var we=globalThis,ve=we.ShadowRoot&&(we.ShadyCSS===void 0||we.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Fe=Symbol(),it=new WeakMap,ae=class{constructor(t,e,n){if(this._$cssResult$=!0,n!==Fe)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(ve&&t===void 0){let n=e!==void 0&&e.length===1;n&&(t=it.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),n&&it.set(e,t))}return t}toString(){return this.cssText}},ot=r=>new ae(typeof r=="string"?r:r+"",void 0,Fe),$=(r,...t)=>{let e=r.length===1?r[0]:t.reduce((n,s,i)=>n+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(s)+r[i+1],r[0]);return new ae(e,r,Fe)},at=(r,t)=>{if(ve)r.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let n=document.createElement("style"),s=we.litNonce;s!==void 0&&n.setAttribute("nonce",s),n.textContent=e.cssText,r.appendChild(n)}},je=ve?r=>r:r=>r instanceof CSSStyleSheet?(t=>{let e="";for(let n of t.cssRules)e+=n.cssText;return ot(e)})(r):r;var{is:dn,defineProperty:pn,getOwnPropertyDescriptor:un,getOwnPropertyNames:hn,getOwnPropertySymbols:mn,getPrototypeOf:gn}=Object,$e=globalThis,lt=$e.trustedTypes,fn=lt?lt.emptyScript:"",_n=$e.reactiveElementPolyfillSupport,le=(r,t)=>r,ce={toAttribute(r,t){switch(t){case Boolean:r=r?fn:null;break;case Object:case Array:r=r==null?r:JSON.stringify(r)}return r},fromAttribute(r,t){let e=r;switch(t){case Boolean:e=r!==null;break;case Number:e=r===null?null:Number(r);break;case Object:case Array:try{e=JSON.parse(r)}catch{e=null}}return e}},xe=(r,t)=>!dn(r,t),ct={attribute:!0,type:String,converter:ce,reflect:!1,useDefault:!1,hasChanged:xe};Symbol.metadata??=Symbol("metadata"),$e.litPropertyMetadata??=new WeakMap;var W=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=ct){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let n=Symbol(),s=this.getPropertyDescriptor(t,n,e);s!==void 0&&pn(this.prototype,t,s)}}static getPropertyDescriptor(t,e,n){let{get:s,set:i}=un(this.prototype,t)??{get(){return this[e]},set(o){this[e]=o}};return{get:s,set(o){let a=s?.call(this);i?.call(this,o),this.requestUpdate(t,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??ct}static _$Ei(){if(this.hasOwnProperty(le("elementProperties")))return;let t=gn(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(le("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(le("properties"))){let e=this.properties,n=[...hn(e),...mn(e)];for(let s of n)this.createProperty(s,e[s])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[n,s]of e)this.elementProperties.set(n,s)}this._$Eh=new Map;for(let[e,n]of this.elementProperties){let s=this._$Eu(e,n);s!==void 0&&this._$Eh.set(s,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let n=new Set(t.flat(1/0).reverse());for(let s of n)e.unshift(je(s))}else t!==void 0&&e.push(je(t));return e}static _$Eu(t,e){let n=e.attribute;return n===!1?void 0:typeof n=="string"?n:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let n of e.keys())this.hasOwnProperty(n)&&(t.set(n,this[n]),delete this[n]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return at(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,n){this._$AK(t,n)}_$ET(t,e){let n=this.constructor.elementProperties.get(t),s=this.constructor._$Eu(t,n);if(s!==void 0&&n.reflect===!0){let i=(n.converter?.toAttribute!==void 0?n.converter:ce).toAttribute(e,n.type);this._$Em=t,i==null?this.removeAttribute(s):this.setAttribute(s,i),this._$Em=null}}_$AK(t,e){let n=this.constructor,s=n._$Eh.get(t);if(s!==void 0&&this._$Em!==s){let i=n.getPropertyOptions(s),o=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:ce;this._$Em=s;let a=o.fromAttribute(e,i.type);this[s]=a??this._$Ej?.get(s)??a,this._$Em=null}}requestUpdate(t,e,n,s=!1,i){if(t!==void 0){let o=this.constructor;if(s===!1&&(i=this[t]),n??=o.getPropertyOptions(t),!((n.hasChanged??xe)(i,e)||n.useDefault&&n.reflect&&i===this._$Ej?.get(t)&&!this.hasAttribute(o._$Eu(t,n))))return;this.C(t,e,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:n,reflect:s,wrapped:i},o){n&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,o??e??this[t]),i!==!0||o!==void 0)||(this._$AL.has(t)||(this.hasUpdated||n||(e=void 0),this._$AL.set(t,e)),s===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[s,i]of this._$Ep)this[s]=i;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[s,i]of n){let{wrapped:o}=i,a=this[s];o!==!0||this._$AL.has(s)||a===void 0||this.C(s,void 0,i,a)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(e)):this._$EM()}catch(n){throw t=!1,this._$EM(),n}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};W.elementStyles=[],W.shadowRootOptions={mode:"open"},W[le("elementProperties")]=new Map,W[le("finalized")]=new Map,_n?.({ReactiveElement:W}),($e.reactiveElementVersions??=[]).push("2.1.2");var Ve=globalThis,dt=r=>r,Ae=Ve.trustedTypes,pt=Ae?Ae.createPolicy("lit-html",{createHTML:r=>r}):void 0,qe="$lit$",N=`lit$${Math.random().toFixed(9).slice(2)}$`,Ze="?"+N,yn=`<${Ze}>`,q=document,pe=()=>q.createComment(""),ue=r=>r===null||typeof r!="object"&&typeof r!="function",Ke=Array.isArray,_t=r=>Ke(r)||typeof r?.[Symbol.iterator]=="function",Be=`[ 	
\f\r]`,de=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ut=/-->/g,ht=/>/g,B=RegExp(`>|${Be}(?:([^\\s"'>=/]+)(${Be}*=${Be}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),mt=/'/g,gt=/"/g,yt=/^(?:script|style|textarea|title)$/i,Ge=r=>(t,...e)=>({_$litType$:r,strings:t,values:e}),d=Ge(1),me=Ge(2),qs=Ge(3),E=Symbol.for("lit-noChange"),c=Symbol.for("lit-nothing"),ft=new WeakMap,V=q.createTreeWalker(q,129);function bt(r,t){if(!Ke(r)||!r.hasOwnProperty("raw"))throw Error("invalid template strings array");return pt!==void 0?pt.createHTML(t):t}var wt=(r,t)=>{let e=r.length-1,n=[],s,i=t===2?"<svg>":t===3?"<math>":"",o=de;for(let a=0;a<e;a++){let l=r[a],p,h,m=-1,f=0;for(;f<l.length&&(o.lastIndex=f,h=o.exec(l),h!==null);)f=o.lastIndex,o===de?h[1]==="!--"?o=ut:h[1]!==void 0?o=ht:h[2]!==void 0?(yt.test(h[2])&&(s=RegExp("</"+h[2],"g")),o=B):h[3]!==void 0&&(o=B):o===B?h[0]===">"?(o=s??de,m=-1):h[1]===void 0?m=-2:(m=o.lastIndex-h[2].length,p=h[1],o=h[3]===void 0?B:h[3]==='"'?gt:mt):o===gt||o===mt?o=B:o===ut||o===ht?o=de:(o=B,s=void 0);let v=o===B&&r[a+1].startsWith("/>")?" ":"";i+=o===de?l+yn:m>=0?(n.push(p),l.slice(0,m)+qe+l.slice(m)+N+v):l+N+(m===-2?a:v)}return[bt(r,i+(r[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),n]},he=class r{constructor({strings:t,_$litType$:e},n){let s;this.parts=[];let i=0,o=0,a=t.length-1,l=this.parts,[p,h]=wt(t,e);if(this.el=r.createElement(p,n),V.currentNode=this.el.content,e===2||e===3){let m=this.el.content.firstChild;m.replaceWith(...m.childNodes)}for(;(s=V.nextNode())!==null&&l.length<a;){if(s.nodeType===1){if(s.hasAttributes())for(let m of s.getAttributeNames())if(m.endsWith(qe)){let f=h[o++],v=s.getAttribute(m).split(N),be=/([.?@])?(.*)/.exec(f);l.push({type:1,index:i,name:be[2],strings:v,ctor:be[1]==="."?Ee:be[1]==="?"?Ce:be[1]==="@"?Te:K}),s.removeAttribute(m)}else m.startsWith(N)&&(l.push({type:6,index:i}),s.removeAttribute(m));if(yt.test(s.tagName)){let m=s.textContent.split(N),f=m.length-1;if(f>0){s.textContent=Ae?Ae.emptyScript:"";for(let v=0;v<f;v++)s.append(m[v],pe()),V.nextNode(),l.push({type:2,index:++i});s.append(m[f],pe())}}}else if(s.nodeType===8)if(s.data===Ze)l.push({type:2,index:i});else{let m=-1;for(;(m=s.data.indexOf(N,m+1))!==-1;)l.push({type:7,index:i}),m+=N.length-1}i++}}static createElement(t,e){let n=q.createElement("template");return n.innerHTML=t,n}};function Z(r,t,e=r,n){if(t===E)return t;let s=n!==void 0?e._$Co?.[n]:e._$Cl,i=ue(t)?void 0:t._$litDirective$;return s?.constructor!==i&&(s?._$AO?.(!1),i===void 0?s=void 0:(s=new i(r),s._$AT(r,e,n)),n!==void 0?(e._$Co??=[])[n]=s:e._$Cl=s),s!==void 0&&(t=Z(r,s._$AS(r,t.values),s,n)),t}var Se=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,s=(t?.creationScope??q).importNode(e,!0);V.currentNode=s;let i=V.nextNode(),o=0,a=0,l=n[0];for(;l!==void 0;){if(o===l.index){let p;l.type===2?p=new ee(i,i.nextSibling,this,t):l.type===1?p=new l.ctor(i,l.name,l.strings,this,t):l.type===6&&(p=new ke(i,this,t)),this._$AV.push(p),l=n[++a]}o!==l?.index&&(i=V.nextNode(),o++)}return V.currentNode=q,s}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},ee=class r{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,n,s){this.type=2,this._$AH=c,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=n,this.options=s,this._$Cv=s?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=Z(this,t,e),ue(t)?t===c||t==null||t===""?(this._$AH!==c&&this._$AR(),this._$AH=c):t!==this._$AH&&t!==E&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):_t(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==c&&ue(this._$AH)?this._$AA.nextSibling.data=t:this.T(q.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:n}=t,s=typeof n=="number"?this._$AC(t):(n.el===void 0&&(n.el=he.createElement(bt(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===s)this._$AH.p(e);else{let i=new Se(s,this),o=i.u(this.options);i.p(e),this.T(o),this._$AH=i}}_$AC(t){let e=ft.get(t.strings);return e===void 0&&ft.set(t.strings,e=new he(t)),e}k(t){Ke(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,n,s=0;for(let i of t)s===e.length?e.push(n=new r(this.O(pe()),this.O(pe()),this,this.options)):n=e[s],n._$AI(i),s++;s<e.length&&(this._$AR(n&&n._$AB.nextSibling,s),e.length=s)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let n=dt(t).nextSibling;dt(t).remove(),t=n}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},K=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,s,i){this.type=1,this._$AH=c,this._$AN=void 0,this.element=t,this.name=e,this._$AM=s,this.options=i,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=c}_$AI(t,e=this,n,s){let i=this.strings,o=!1;if(i===void 0)t=Z(this,t,e,0),o=!ue(t)||t!==this._$AH&&t!==E,o&&(this._$AH=t);else{let a=t,l,p;for(t=i[0],l=0;l<i.length-1;l++)p=Z(this,a[n+l],e,l),p===E&&(p=this._$AH[l]),o||=!ue(p)||p!==this._$AH[l],p===c?t=c:t!==c&&(t+=(p??"")+i[l+1]),this._$AH[l]=p}o&&!s&&this.j(t)}j(t){t===c?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},Ee=class extends K{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===c?void 0:t}},Ce=class extends K{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==c)}},Te=class extends K{constructor(t,e,n,s,i){super(t,e,n,s,i),this.type=5}_$AI(t,e=this){if((t=Z(this,t,e,0)??c)===E)return;let n=this._$AH,s=t===c&&n!==c||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,i=t!==c&&(n===c||s);s&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},ke=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){Z(this,t)}},vt={M:qe,P:N,A:Ze,C:1,L:wt,R:Se,D:_t,V:Z,I:ee,H:K,N:Ce,U:Te,B:Ee,F:ke},bn=Ve.litHtmlPolyfillSupport;bn?.(he,ee),(Ve.litHtmlVersions??=[]).push("3.3.3");var $t=(r,t,e)=>{let n=e?.renderBefore??t,s=n._$litPart$;if(s===void 0){let i=e?.renderBefore??null;n._$litPart$=s=new ee(t.insertBefore(pe(),i),i,void 0,e??{})}return s._$AI(r),s};var Ye=globalThis,b=class extends W{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=$t(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return E}};b._$litElement$=!0,b.finalized=!0,Ye.litElementHydrateSupport?.({LitElement:b});var wn=Ye.litElementPolyfillSupport;wn?.({LitElement:b});(Ye.litElementVersions??=[]).push("4.2.2");var vn={attribute:!0,type:String,converter:ce,reflect:!1,hasChanged:xe},$n=(r=vn,t,e)=>{let{kind:n,metadata:s}=e,i=globalThis.litPropertyMetadata.get(s);if(i===void 0&&globalThis.litPropertyMetadata.set(s,i=new Map),n==="setter"&&((r=Object.create(r)).wrapped=!0),i.set(e.name,r),n==="accessor"){let{name:o}=e;return{set(a){let l=t.get.call(this);t.set.call(this,a),this.requestUpdate(o,l,r,!0,a)},init(a){return a!==void 0&&this.C(o,void 0,r,a),a}}}if(n==="setter"){let{name:o}=e;return function(a){let l=this[o];t.call(this,a),this.requestUpdate(o,l,r,!0,a)}}throw Error("Unsupported decorator location: "+n)};function g(r){return(t,e)=>typeof e=="object"?$n(r,t,e):((n,s,i)=>{let o=s.hasOwnProperty(i);return s.constructor.createProperty(i,n),o?Object.getOwnPropertyDescriptor(s,i):void 0})(r,t,e)}function _(r){return g({...r,state:!0,attribute:!1})}var xn={comma_decimal:["en-US","en"],decimal_comma:["de","es","it"],quote_decimal:["de-CH","it-CH"],space_comma:["fr","sv","cs"],none:["en-US"]},An={DMY:["day","month","year"],MDY:["month","day","year"],YMD:["year","month","day"]},Sn=r=>new Intl.DateTimeFormat(r,{hour:"numeric"}).resolvedOptions().hour12??!1,G=class{constructor(t,e){this.hour=t=>this.#t()?new Intl.DateTimeFormat(this.language,{hour:"numeric",hourCycle:"h12",timeZone:"UTC"}).format(Date.UTC(2e3,0,1,t)):String(t).padStart(2,"0");this.#e=t;let n=new Intl.DateTimeFormat().resolvedOptions().timeZone;this.timeZone=t.time_zone==="local"&&n?n:e}#e;get language(){return this.#e.language}number(t,e,n=e){let s=this.#e.number_format??"language",i=s==="system"?void 0:xn[s]??this.language;return new Intl.NumberFormat(i,{minimumFractionDigits:n,maximumFractionDigits:e,useGrouping:s!=="none"}).format(t)}power(t){let e=Math.abs(t)<995?2:1,n=Math.abs(t)<5;return`${this.number(n?0:t/1e3,n?0:e)} kW`}energy(t){return`${this.number(t/1e3,t<1e5?2:1)} kWh`}current(t){return`${this.number(t,1)} A`}price(t,e=""){return`${this.number(t,Math.abs(t)<1?3:2,2)} ${e}`.trim()}time(t){return this.#n(t,this.timeZone)}timeOfDay(t){let e=new Date(`2000-01-01T${t.slice(0,5)}Z`);return Number.isNaN(e.getTime())?"":this.#n(e,"UTC")}hourOf(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("en",{hour:"numeric",hourCycle:"h23",timeZone:e});return Number(n.format(t))}#n(t,e){let n=this.#t();return new Intl.DateTimeFormat(this.language,{hour:n?"numeric":"2-digit",minute:"2-digit",hourCycle:n?"h12":"h23",timeZone:e}).format(t)}#t(){let{time_format:t,language:e}=this.#e;return t==="12"?!0:t==="24"?!1:Sn(t==="system"?void 0:e)}timeNear(t,e){let n=this.time(t);if(t.getTime()-e.getTime()<864e5)return n;let{timeZone:s}=this;return`${new Intl.DateTimeFormat(this.language,{weekday:"short",timeZone:s}).format(t)} ${n}`}span(t,e,n){let s=t>n?t:n;return`${this.timeNear(t,n)}–${this.timeNear(e,s)}`}date(t){return this.#i(t,{year:"numeric"},this.timeZone)}dayAndMonth(t){return this.#i(new Date(`${t}T00:00Z`),{},"UTC")}day(t){return t&&this.#i(new Date(`${t}T00:00Z`),{year:"numeric"},"UTC")}days(t,e){return`${this.day(t)} – ${this.day(e)}`}dateTime(t){return`${this.date(t)}, ${this.time(t)}`}#i(t,e,n){let s=this.#e.date_format??"language",i=new Intl.DateTimeFormat(s==="system"?void 0:this.language,{day:"numeric",month:"numeric",timeZone:n,...e}),o=An[s];if(!o)return i.format(t);let a=i.formatToParts(t),l=a.find(p=>p.type==="literal")?.value??"/";return o.flatMap(p=>a.find(h=>h.type===p)?.value??[]).join(l)}dayOf(t){let{timeZone:e}=this;return new Intl.DateTimeFormat("sv-SE",{timeZone:e,dateStyle:"short"}).format(t)}midnight(t){let e=Date.parse(`${t}T00:00Z`),n=e-this.#o(e);return new Date(e-this.#o(n))}#o(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("sv-SE",{year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",second:"2-digit",timeZone:e}).format(t);return Date.parse(`${n.replace(" ","T")}Z`)-t}},ge=r=>{let t=Math.floor(r/60),e=t%60;return t<60?`${t} min`:`${Math.floor(t/60)} h ${String(e).padStart(2,"0")} min`},xt=r=>r<=120?`${r} s`:r<7200?`${Math.ceil(r/60)} min`:ge(r),x=r=>new G(r.locale??{language:r.language},r.config.time_zone);var F=async(r,t)=>{if(typeof t!="object"||t===null)return String(t);let e=t,{translation_domain:n,translation_key:s}=e;if(n&&s&&r.loadBackendTranslation){let o=(await r.loadBackendTranslation("exceptions",n).catch(()=>{}))?.(`component.${n}.exceptions.${s}.message`,e.translation_placeholders);if(o)return o}return typeof e.message=="string"?e.message:JSON.stringify(t)},At=async(r,t,e,n={})=>{let s=t.split(".",1)[0]??"";try{await r.callService(s,e,{entity_id:t,...n},void 0,!1);return}catch(i){return F(r,i)}},Y=async(r,t,e={})=>(await r.callService("plug_control",t,e,void 0,!1,!0)).response;var A="plug_control",fe="unavailable",En="number.maximum_current",Cn=r=>{let t=new Map;for(let e of Object.values(r.entities)){if(e.platform!==A||!e.device_id)continue;let n=t.get(e.device_id);n?n.push(e):t.set(e.device_id,[e])}return t},St=r=>{let t=new Map,e=[...r].sort((n,s)=>n.entity_id.localeCompare(s.entity_id));for(let{entity_id:n,translation_key:s}of e){let i=n.split(".",1)[0]??"",o=`${i}.${s??i}`;t.set(o,[...t.get(o)??[],n])}return t},Je=r=>r?.name_by_user??r?.name??"",te=r=>{let t=Cn(r),e=[];for(let[s,i]of t){let o=St(i);if(!o.has(En))continue;let a=r.devices[s],l=a?.parent_device_id??s;e.push({deviceId:s,chargePointId:l,name:Je(a),chargePointName:Je(r.devices[l])||Je(a),entities:o,chargePointEntities:St(t.get(l)??[])})}let n=s=>`${s.chargePointName}
${s.name}`;return e.sort((s,i)=>n(s).localeCompare(n(i)))},Tn=`${A}.former_device`,kn=(r,t)=>r?.identifiers?.some(([e,n])=>e===Tn&&n===t)??!1,Et=(r,t)=>{let e=te(r);return t?e.find(n=>n.deviceId===t)??e.find(n=>kn(r.devices[n.deviceId],t))??e.find(n=>n.chargePointId===t):e[0]},Pe=(r,t)=>{let{name:e,chargePointId:n,chargePointName:s}=t;return te(r).filter(o=>o.chargePointId===n).length===1?s:e.startsWith(s)?e:`${s} · ${e}`},M=(r,t)=>t===void 0?void 0:r.states[t],C=r=>r!==void 0&&r.state!==fe&&r.state!=="unknown",D=r=>{if(!C(r)||r.state.trim()==="")return;let t=Number(r.state);if(!Number.isFinite(t))return;let e=On[String(r.attributes.unit_of_measurement)]??1;return t*e},On={kW:1e3,kWh:1e3,MW:1e6,MWh:1e6,mA:.001};var Pn=new Set(["button","number","select","switch","time"]),Rn=5e3,Ct=r=>Pn.has(r.split(".",1)[0]??""),Re=class{#e;#n="";#t=new Set;#i;constructor(t){this.#e=t,t.addController(this)}hostDisconnected(){clearTimeout(this.#i),this.#n=""}within(t,e){if(t.user?.is_admin!==!1)return e;let n=[...e.entities],s=n.flatMap(([a,l])=>Ct(a)?l:[]),i=JSON.stringify([t.user.id,s]);i!==this.#n&&this.#o(t,s,i);let o=new Map(n.map(([a,l])=>[a,Ct(a)?l.filter(p=>this.#t.has(p)):l]).filter(([,a])=>a.length>0));return{...e,entities:o}}async#o(t,e,n){clearTimeout(this.#i),this.#n=n,this.#t=new Set;try{let s=await t.callWS({type:"plug_control/controllable",entity_ids:e});n===this.#n&&(this.#t=new Set(s))}catch{this.#i=setTimeout(()=>{this.#n="",this.#e.requestUpdate()},Rn)}this.#e.requestUpdate()}};var Tt={amperes_per_phase:"Ampere je Phase",boost:"Boost",boost_hint:"Volle Leistung bis zum Ende dieses Ladevorgangs",call_address:"Trage diese Adresse in den Einstellungen der Ladestation dort ein, wo sie nach dem OCPP-Server fragt:",card_description:"Ein Anschluss: was er tut und warum, mit allem zum Bedienen.",charge_point:"Ladestation",charger_allows:"Was die Ladestation erlauben will",charging:"Lädt",choose_connector:"Wähle in den Einstellungen der Karte einen Anschluss von Plug Control.",connector:"Anschluss",connectors_all:"Alle Anschlüsse",count_charging:{one:"lädt",other:"laden"},count_free:{one:"frei",other:"frei"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"angesteckt",other:"angesteckt"},csv:"CSV herunterladen",dashboard_description:"Alle Ladestationen, ihre Ladevorgänge und ihre Energie. Neue erscheinen von selbst.",dismiss:"Ausblenden",duration:"Dauer",end:"Ende",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie dieser Ladevorgänge",estimated:"geschätzt",every:"Wiederholen",failed:"Das hat nicht geklappt",from:"Von",ha_starts:"Home Assistant startet gerade …",history:"Letzte Stunden und Geplantes",hour:"Stunde",limit:"Maximaler Strom",loading:"Lädt …",main_fuse:"die Hauptsicherung",minute:"Minute",mode:"Lademodus",more_sessions:"Mehr anzeigen",name:"Name",named_circuit:"„{name}“",no_connectors:"Noch hat sich keine Ladestation mit Plug Control verbunden.",no_own_sessions:"In dieser Zeit gibt es keine Ladevorgänge mit deinen Karten. Nur Administratoren sehen die Ladevorgänge anderer, außer eine Option von Plug Control gibt sie frei.",no_sessions:"Keine Ladevorgänge in dieser Zeit.",not_connected:"{name} ist nicht verbunden",not_running:"Plug Control ist eingerichtet, läuft aber nicht. Sobald es läuft, geht es hier von selbst weiter.",not_set_up:"Plug Control ist hier nicht (mehr) eingerichtet. Füge die Integration hinzu oder lösche dieses Dashboard.",offline:"Offline",offline_since:"Offline seit",open_settings:"Einstellungen öffnen",paused:"Pausiert",peak_power:"Höchste Leistung",period:"Zeitraum",period_last:{one:"Letzter Tag",other:"Letzte {days} Tage"},period_last_month:"Letzter Monat",period_own:"Von … bis …",period_this_month:"Dieser Monat",period_this_year:"Dieses Jahr",person:"Wer",persons_all:"Alle",phases:{one:"eine Phase",other:"{phases} Phasen"},plan:"Plan",plan_none:"Kein Plan",plan_planned:"Geplant",plan_use:"Nach diesem Plan laden",power:"Leistung",price:"Preis",problem:"Störung",ready_by:"Fertig bis",reason:"Warum",reason_cheap:"Strom ist günstig: {price}, Grenze {price_limit}",reason_holding_minimum:"Zu wenig Überschuss: pausiert in {wait}",reason_home_battery_first:"Der Hausspeicher kommt zuerst: {soc} von {target}",reason_limited_by_away:"Begrenzt durch {circuit}: {away} ist offline und zählt mit {away_current}",reason_limited_by_circuit:"Begrenzt durch {circuit}",reason_limited_by_circuit_phase:"Begrenzt durch {circuit} auf {phase}",reason_limited_by_circuit_wait:"Abgeschaltet durch {circuit} auf {phase}; darf in {wait} wieder starten",reason_minimum_off_time:"Genug Überschuss: lädt in {wait}",reason_plan:"Lädt nach Plan {span}",reason_plan_cheapest:"Günstigste Stunden {span}",reason_plan_solar:"Geplante Sonnenstunden {span}",reason_plan_unreachable:"Volle Leistung, trotzdem fehlen um {end} noch {energy}",reason_plan_waiting:"Wartet auf die geplanten Stunden {span}",reason_plan_waiting_cheapest:"Wartet auf die günstigsten Stunden {span}",reason_plan_waiting_solar:"Wartet auf die Sonnenstunden {span}",reason_switching_phases:"Wechselt auf {phases}",reason_switching_phases_wait:"Wechselt auf {phases}: lädt wieder in {wait}",reason_waiting_for_surplus:"Wartet auf {power} Überschuss",reason_waiting_for_surplus_wait:"Wartet, bis {wait} lang {power} Überschuss da sind",reason_waiting_for_turn:"Wartet auf andere Autos: {circuit} ist ausgelastet",reason_waiting_for_turn_wait:"Wartet höchstens {wait} auf andere Autos: {circuit} ist ausgelastet",refused_call:"Ein Gerät mit der Adresse {address} wollte sich mit ihrer Kennung verbinden ({time}) und wurde abgewiesen: {cause}.",register:"Registrieren",repairs:"Reparaturen öffnen",running:"läuft",session:"Ladevorgang",sessions:"Ladevorgänge",sessions_description:"Alle Ladevorgänge, mit Summen, Diagramm und Download.",show_controls:"Bedienung zeigen",show_graph:"Diagramm zeigen",show_plan:"Plan zeigen",shown_of:"{shown} von {total}",signed:"Signierte Messwerte herunterladen",solar_share:"Von der Sonne",start:"Beginn",start_charging:"Laden starten",state_of_charge:"Ladestand",stop_charging:"Laden beenden",stop_reason:"Beendet durch",sun:"Sonne",target_soc:"Laden bis (%)",to:"Bis",unknown_car:"{id_tag}, die Autocharge-Kennung eines Autos an {charge_point}",unknown_card:"{id_tag}, vorgehalten an {charge_point}",unknown_cards:"Unbekannte Karten",whose_card:"Wem gehört die Karte?"};var Xe={amperes_per_phase:"Amperes per phase",boost:"Boost",boost_hint:"Full power until this session ends",call_address:"Enter this address in the charge point's settings, where it asks for the OCPP server:",card_description:"One connector: what it does and why, with all its controls.",charge_point:"Charge point",charger_allows:"What the charger says it will allow",charging:"Charging",choose_connector:"Choose a connector of Plug Control in the card's settings.",connector:"Connector",connectors_all:"All connectors",count_charging:{one:"charging",other:"charging"},count_free:{one:"free",other:"free"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"plugged in",other:"plugged in"},csv:"Download CSV",dashboard_description:"All charge points, their sessions and their energy. New ones appear by themselves.",dismiss:"Dismiss",duration:"Duration",end:"End",energy:"Energy",energy_kwh:"Energy (kWh)",energy_total:"Energy of these sessions",estimated:"estimated",every:"Repeat",failed:"That did not work",from:"From",ha_starts:"Home Assistant is starting …",history:"Last hours and what is planned",hour:"Hour",limit:"Maximum current",loading:"Loading …",main_fuse:"the main fuse",minute:"Minute",mode:"Charging mode",more_sessions:"Show more",name:"Name",named_circuit:"“{name}”",no_connectors:"No charge point has connected to Plug Control yet.",no_own_sessions:"There are no sessions with your cards in this time. Only administrators see the sessions of others, unless an option of Plug Control shares them.",no_sessions:"No sessions in this time.",not_connected:"{name} is not connected",not_running:"Plug Control is set up, but not running. This page goes on by itself as soon as it runs.",not_set_up:"Plug Control is not set up here (any more). Add the integration, or delete this dashboard.",offline:"Offline",offline_since:"Offline since",open_settings:"Open the settings",paused:"Paused",peak_power:"Peak power",period:"Time",period_last:{one:"Last day",other:"Last {days} days"},period_last_month:"Last month",period_own:"From … to …",period_this_month:"This month",period_this_year:"This year",person:"Who",persons_all:"Everyone",phases:{one:"one phase",other:"{phases} phases"},plan:"Plan",plan_none:"No plan",plan_planned:"Planned",plan_use:"Charge by this plan",power:"Power",price:"Price",problem:"Problem",ready_by:"Ready by",reason:"Why",reason_cheap:"Electricity is cheap: {price}, limit {price_limit}",reason_holding_minimum:"Too little surplus: pausing in {wait}",reason_home_battery_first:"The home battery comes first: {soc} of {target}",reason_limited_by_away:"Limited by {circuit}: {away} is offline and counts as {away_current}",reason_limited_by_circuit:"Limited by {circuit}",reason_limited_by_circuit_phase:"Limited by {circuit} on {phase}",reason_limited_by_circuit_wait:"Switched off by {circuit} on {phase}; may start again in {wait}",reason_minimum_off_time:"Enough surplus: charging starts in {wait}",reason_plan:"Charging by plan {span}",reason_plan_cheapest:"Cheapest hours {span}",reason_plan_solar:"Planned sunny hours {span}",reason_plan_unreachable:"Full power, yet {energy} will be missing at {end}",reason_plan_waiting:"Waiting for the planned hours {span}",reason_plan_waiting_cheapest:"Waiting for the cheapest hours {span}",reason_plan_waiting_solar:"Waiting for the sunny hours {span}",reason_switching_phases:"Switching to {phases}",reason_switching_phases_wait:"Switching to {phases}: charging again in {wait}",reason_waiting_for_surplus:"Waiting for {power} of surplus",reason_waiting_for_surplus_wait:"Waiting for {power} of surplus for {wait}",reason_waiting_for_turn:"Waiting for its turn: {circuit} is fully used",reason_waiting_for_turn_wait:"Waiting for its turn, {wait} at most: {circuit} is fully used",refused_call:"A device at {address} tried to connect with its identity ({time}) and was refused: {cause}.",register:"Register",repairs:"Open the repairs",running:"running",session:"Session",sessions:"Sessions",sessions_description:"All sessions, with totals, a chart and a download.",show_controls:"Show controls",show_graph:"Show the graph",show_plan:"Show the plan",shown_of:"{shown} of {total}",signed:"Download signed meter values",solar_share:"From the sun",start:"Start",start_charging:"Start charging",state_of_charge:"State of charge",stop_charging:"Stop charging",stop_reason:"Ended by",sun:"Sun",target_soc:"Charge to (%)",to:"To",unknown_car:"{id_tag}, a car's Autocharge id at {charge_point}",unknown_card:"{id_tag}, presented at {charge_point}",unknown_cards:"Unknown cards",whose_card:"Whose card is it?"};var kt={amperes_per_phase:"Amperios por fase",boost:"Boost",boost_hint:"Potencia máxima hasta que termine esta sesión",call_address:"Introduce esta dirección en los ajustes del punto de recarga, donde pide el servidor OCPP:",card_description:"Un conector: qué hace y por qué, con todos sus controles.",charge_point:"Punto de recarga",charger_allows:"Lo que el punto de recarga dice que permitirá",charging:"Cargando",choose_connector:"Elige un conector de Plug Control en los ajustes de la tarjeta.",connector:"Conector",connectors_all:"Todos",count_charging:{one:"cargando",other:"cargando"},count_free:{one:"libre",other:"libres"},count_offline:{one:"sin conexión",other:"sin conexión"},count_plugged_in:{one:"enchufado",other:"enchufados"},csv:"Descargar CSV",dashboard_description:"Todos los puntos de recarga, sus sesiones y su energía. Los nuevos aparecen solos.",dismiss:"Ocultar",duration:"Duración",end:"Fin",energy:"Energía",energy_kwh:"Energía (kWh)",energy_total:"Energía de estas sesiones",estimated:"estimada",every:"Repetir",failed:"No ha funcionado",from:"Desde",ha_starts:"Home Assistant se está iniciando…",history:"Últimas horas y lo planificado",hour:"Hora",limit:"Corriente máxima",loading:"Cargando…",main_fuse:"el fusible principal",minute:"Minuto",mode:"Modo de carga",more_sessions:"Mostrar más",name:"Nombre",named_circuit:"«{name}»",no_connectors:"Ningún punto de recarga se ha conectado todavía a Plug Control.",no_own_sessions:"No hay sesiones con tus tarjetas en este periodo. Solo los administradores ven las sesiones de los demás, salvo que una opción de Plug Control las comparta.",no_sessions:"No hay sesiones en este periodo.",not_connected:"{name} no está conectado",not_running:"Plug Control está configurado, pero no funciona. Esta página continúa sola en cuanto funcione.",not_set_up:"Plug Control no está (o ya no está) configurado aquí. Añade la integración, o elimina este panel de control.",offline:"Sin conexión",offline_since:"Sin conexión desde",open_settings:"Abrir los ajustes",paused:"En pausa",peak_power:"Potencia máxima",period:"Periodo",period_last:{one:"Último día",other:"Últimos {days} días"},period_last_month:"Mes pasado",period_own:"Del … al …",period_this_month:"Este mes",period_this_year:"Este año",person:"Quién",persons_all:"Todos",phases:{one:"una fase",other:"{phases} fases"},plan:"Plan",plan_none:"Sin plan",plan_planned:"Planificado",plan_use:"Cargar según este plan",power:"Potencia",price:"Precio",problem:"Problema",ready_by:"Listo a las",reason:"Por qué",reason_cheap:"La electricidad es barata: {price}, límite {price_limit}",reason_holding_minimum:"Demasiado poco excedente: pausa en {wait}",reason_home_battery_first:"La batería doméstica va primero: {soc} de {target}",reason_limited_by_away:"Limitado por {circuit}: {away} está sin conexión y cuenta como {away_current}",reason_limited_by_circuit:"Limitado por {circuit}",reason_limited_by_circuit_phase:"Limitado por {circuit} en {phase}",reason_limited_by_circuit_wait:"Apagado por {circuit} en {phase}; puede iniciarse de nuevo en {wait}",reason_minimum_off_time:"Excedente suficiente: la carga empieza en {wait}",reason_plan:"Cargando según el plan {span}",reason_plan_cheapest:"Horas más baratas {span}",reason_plan_solar:"Horas de sol planificadas {span}",reason_plan_unreachable:"Potencia máxima, pero faltarán {energy} a las {end}",reason_plan_waiting:"Esperando las horas planificadas {span}",reason_plan_waiting_cheapest:"Esperando las horas más baratas {span}",reason_plan_waiting_solar:"Esperando las horas de sol {span}",reason_switching_phases:"Cambiando a {phases}",reason_switching_phases_wait:"Cambiando a {phases}: carga de nuevo en {wait}",reason_waiting_for_surplus:"Esperando {power} de excedente",reason_waiting_for_surplus_wait:"Esperando {power} de excedente durante {wait}",reason_waiting_for_turn:"Esperando su turno: {circuit} está al completo",reason_waiting_for_turn_wait:"Esperando su turno, {wait} como máximo: {circuit} está al completo",refused_call:"Un dispositivo en {address} intentó conectarse con su identidad ({time}) y fue rechazado: {cause}.",register:"Registrar",repairs:"Abrir las reparaciones",running:"en curso",session:"Sesión",sessions:"Sesiones",sessions_description:"Todas las sesiones, con totales, un gráfico y descarga.",show_controls:"Mostrar los controles",show_graph:"Mostrar el gráfico",show_plan:"Mostrar el plan",shown_of:"{shown} de {total}",signed:"Descargar lecturas firmadas",solar_share:"Del sol",start:"Inicio",start_charging:"Iniciar la carga",state_of_charge:"Estado de carga",stop_charging:"Detener la carga",stop_reason:"Terminada por",sun:"Sol",target_soc:"Cargar hasta (%)",to:"Hasta",unknown_car:"{id_tag}, el identificador Autocharge de un coche en {charge_point}",unknown_card:"{id_tag}, presentada en {charge_point}",unknown_cards:"Tarjetas desconocidas",whose_card:"¿De quién es la tarjeta?"};var Ot={amperes_per_phase:"Ampères par phase",boost:"Boost",boost_hint:"Pleine puissance jusqu'à la fin de cette session",call_address:"Saisissez cette adresse dans les réglages de la borne, là où elle demande le serveur OCPP :",card_description:"Un connecteur : ce qu'il fait et pourquoi, avec toutes ses commandes.",charge_point:"Borne de recharge",charger_allows:"Ce que la borne dit qu'elle autorisera",charging:"En charge",choose_connector:"Choisissez un connecteur de Plug Control dans les réglages de la carte.",connector:"Connecteur",connectors_all:"Tous",count_charging:{one:"en charge",other:"en charge"},count_free:{one:"disponible",other:"disponibles"},count_offline:{one:"hors ligne",other:"hors ligne"},count_plugged_in:{one:"branchée",other:"branchées"},csv:"Télécharger en CSV",dashboard_description:"Toutes les bornes, leurs sessions et leur énergie. Les nouvelles apparaissent d'elles-mêmes.",dismiss:"Masquer",duration:"Durée",end:"Fin",energy:"Énergie",energy_kwh:"Énergie (kWh)",energy_total:"Énergie de ces sessions",estimated:"estimée",every:"Répéter",failed:"Cela n'a pas fonctionné",from:"De",ha_starts:"Home Assistant démarre…",history:"Dernières heures et ce qui est planifié",hour:"Heure",limit:"Courant maximal",loading:"Chargement…",main_fuse:"le disjoncteur principal",minute:"Minute",mode:"Mode de charge",more_sessions:"Afficher plus",name:"Nom",named_circuit:"« {name} »",no_connectors:"Aucune borne ne s'est encore connectée à Plug Control.",no_own_sessions:"Il n'y a pas de sessions avec vos badges sur cette période. Seuls les administrateurs voient les sessions des autres, sauf si une option de Plug Control les partage.",no_sessions:"Aucune session sur cette période.",not_connected:"{name} n'est pas connectée",not_running:"Plug Control est configuré, mais ne fonctionne pas. Cette page continue d'elle-même dès qu'il fonctionne.",not_set_up:"Plug Control n'est pas (ou plus) configuré ici. Ajoutez l'intégration, ou supprimez ce tableau de bord.",offline:"Hors ligne",offline_since:"Hors ligne depuis",open_settings:"Ouvrir les paramètres",paused:"En pause",peak_power:"Puissance maximale",period:"Période",period_last:{one:"Dernier jour",other:"{days} derniers jours"},period_last_month:"Mois dernier",period_own:"Du … au …",period_this_month:"Ce mois-ci",period_this_year:"Cette année",person:"Qui",persons_all:"Tout le monde",phases:{one:"une phase",other:"{phases} phases"},plan:"Plan",plan_none:"Aucun plan",plan_planned:"Planifié",plan_use:"Recharger selon ce plan",power:"Puissance",price:"Prix",problem:"Problème",ready_by:"Prête pour",reason:"Pourquoi",reason_cheap:"L'électricité est bon marché : {price}, limite {price_limit}",reason_holding_minimum:"Trop peu de surplus : pause dans {wait}",reason_home_battery_first:"La batterie domestique passe d'abord : {soc} sur {target}",reason_limited_by_away:"Limitée par {circuit} : {away} est hors ligne et compte pour {away_current}",reason_limited_by_circuit:"Limitée par {circuit}",reason_limited_by_circuit_phase:"Limitée par {circuit} sur {phase}",reason_limited_by_circuit_wait:"Coupée par {circuit} sur {phase} ; peut redémarrer dans {wait}",reason_minimum_off_time:"Assez de surplus : la recharge démarre dans {wait}",reason_plan:"Recharge selon le plan {span}",reason_plan_cheapest:"Heures les moins chères {span}",reason_plan_solar:"Heures ensoleillées planifiées {span}",reason_plan_unreachable:"Pleine puissance, mais il manquera {energy} à {end}",reason_plan_waiting:"En attente des heures planifiées {span}",reason_plan_waiting_cheapest:"En attente des heures les moins chères {span}",reason_plan_waiting_solar:"En attente des heures ensoleillées {span}",reason_switching_phases:"Passage à {phases}",reason_switching_phases_wait:"Passage à {phases} : la recharge reprend dans {wait}",reason_waiting_for_surplus:"En attente de {power} de surplus",reason_waiting_for_surplus_wait:"En attente de {power} de surplus pendant {wait}",reason_waiting_for_turn:"Attend son tour : {circuit} est entièrement utilisé",reason_waiting_for_turn_wait:"Attend son tour, {wait} au plus : {circuit} est entièrement utilisé",refused_call:"Un appareil à {address} a essayé de se connecter avec son identifiant ({time}) et a été refusé : {cause}.",register:"Enregistrer",repairs:"Ouvrir les corrections",running:"en cours",session:"Session",sessions:"Sessions",sessions_description:"Toutes les sessions, avec totaux, graphique et téléchargement.",show_controls:"Afficher les commandes",show_graph:"Afficher le graphique",show_plan:"Afficher le plan",shown_of:"{shown} sur {total}",signed:"Télécharger les relevés signés",solar_share:"Du soleil",start:"Début",start_charging:"Démarrer la recharge",state_of_charge:"État de charge",stop_charging:"Arrêter la recharge",stop_reason:"Arrêtée par",sun:"Soleil",target_soc:"Recharger jusqu'à (%)",to:"À",unknown_car:"{id_tag}, l'identifiant Autocharge d'une voiture à {charge_point}",unknown_card:"{id_tag}, présenté à {charge_point}",unknown_cards:"Badges inconnus",whose_card:"À qui est le badge ?"};var Pt={amperes_per_phase:"Ampère per fase",boost:"Boost",boost_hint:"Vol vermogen tot deze sessie eindigt",call_address:"Voer dit adres in de instellingen van de laadpaal in, waar hij om de OCPP-server vraagt:",card_description:"Eén connector: wat hij doet en waarom, met alle bediening.",charge_point:"Laadpaal",charger_allows:"Wat de laadpaal zegt te zullen toestaan",charging:"Aan het laden",choose_connector:"Kies een connector van Plug Control in de instellingen van de kaart.",connector:"Connector",connectors_all:"Alle connectoren",count_charging:{one:"aan het laden",other:"aan het laden"},count_free:{one:"vrij",other:"vrij"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"ingeplugd",other:"ingeplugd"},csv:"CSV downloaden",dashboard_description:"Alle laadpalen, hun sessies en hun energie. Nieuwe verschijnen vanzelf.",dismiss:"Verbergen",duration:"Duur",end:"Einde",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie van deze sessies",estimated:"geschat",every:"Herhalen",failed:"Dat is niet gelukt",from:"Van",ha_starts:"Home Assistant start …",history:"Laatste uren en wat is gepland",hour:"Uur",limit:"Maximale stroom",loading:"Laden …",main_fuse:"de hoofdzekering",minute:"Minuut",mode:"Laadmodus",more_sessions:"Meer tonen",name:"Naam",named_circuit:"“{name}”",no_connectors:"Er heeft nog geen laadpaal verbinding gemaakt met Plug Control.",no_own_sessions:"In deze periode zijn er geen sessies met jouw laadpassen. Alleen beheerders zien de sessies van anderen, tenzij een optie van Plug Control ze deelt.",no_sessions:"Geen sessies in deze periode.",not_connected:"{name} is niet verbonden",not_running:"Plug Control is ingesteld, maar draait niet. Deze pagina gaat vanzelf verder zodra het draait.",not_set_up:"Plug Control is hier niet (meer) ingesteld. Voeg de integratie toe, of verwijder dit dashboard.",offline:"Offline",offline_since:"Offline sinds",open_settings:"Instellingen openen",paused:"Gepauzeerd",peak_power:"Piekvermogen",period:"Periode",period_last:{one:"Laatste dag",other:"Laatste {days} dagen"},period_last_month:"Vorige maand",period_own:"Van … tot …",period_this_month:"Deze maand",period_this_year:"Dit jaar",person:"Wie",persons_all:"Iedereen",phases:{one:"één fase",other:"{phases} fasen"},plan:"Plan",plan_none:"Geen plan",plan_planned:"Gepland",plan_use:"Volgens dit plan laden",power:"Vermogen",price:"Prijs",problem:"Probleem",ready_by:"Klaar om",reason:"Waarom",reason_cheap:"Stroom is goedkoop: {price}, limiet {price_limit}",reason_holding_minimum:"Te weinig overschot: pauzeert over {wait}",reason_home_battery_first:"De thuisbatterij gaat voor: {soc} van {target}",reason_limited_by_away:"Beperkt door {circuit}: {away} is offline en telt voor {away_current}",reason_limited_by_circuit:"Beperkt door {circuit}",reason_limited_by_circuit_phase:"Beperkt door {circuit} op {phase}",reason_limited_by_circuit_wait:"Uitgeschakeld door {circuit} op {phase}; mag over {wait} weer starten",reason_minimum_off_time:"Genoeg overschot: laden start over {wait}",reason_plan:"Laadt volgens plan {span}",reason_plan_cheapest:"Goedkoopste uren {span}",reason_plan_solar:"Geplande zonuren {span}",reason_plan_unreachable:"Vol vermogen, maar er ontbreekt {energy} om {end}",reason_plan_waiting:"Wacht op de geplande uren {span}",reason_plan_waiting_cheapest:"Wacht op de goedkoopste uren {span}",reason_plan_waiting_solar:"Wacht op de zonuren {span}",reason_switching_phases:"Schakelt om naar {phases}",reason_switching_phases_wait:"Schakelt om naar {phases}: laadt weer over {wait}",reason_waiting_for_surplus:"Wacht op {power} overschot",reason_waiting_for_surplus_wait:"Wacht op {power} overschot gedurende {wait}",reason_waiting_for_turn:"Wacht op zijn beurt: {circuit} is volledig benut",reason_waiting_for_turn_wait:"Wacht op zijn beurt, hooguit {wait}: {circuit} is volledig benut",refused_call:"Een apparaat op {address} probeerde met zijn identiteit verbinding te maken ({time}) en werd geweigerd: {cause}.",register:"Registreren",repairs:"Reparaties openen",running:"loopt",session:"Sessie",sessions:"Sessies",sessions_description:"Alle sessies, met totalen, een grafiek en een download.",show_controls:"Bediening tonen",show_graph:"Grafiek tonen",show_plan:"Plan tonen",shown_of:"{shown} van {total}",signed:"Ondertekende meterwaarden downloaden",solar_share:"Van de zon",start:"Begin",start_charging:"Laden starten",state_of_charge:"Laadniveau",stop_charging:"Laden stoppen",stop_reason:"Beëindigd door",sun:"Zon",target_soc:"Laden tot (%)",to:"Tot",unknown_car:"{id_tag}, het Autocharge-ID van een auto bij {charge_point}",unknown_card:"{id_tag}, aangeboden bij {charge_point}",unknown_cards:"Onbekende laadpassen",whose_card:"Van wie is de laadpas?"};var Nn={de:Tt,en:Xe,es:kt,fr:Ot,nl:Pt},Rt=(r,t)=>{let e=(r??"en").split("-",1)[0]??"en",n=Nn[e]?.[t];return n===void 0?["en",Xe[t]]:[e,n]},y=(r,t)=>{let[,e]=Rt(r,t);return typeof e=="string"?e:e.other},ne=(r,t,e)=>{let[n,s]=Rt(r,t);return typeof s=="string"?s:s[new Intl.PluralRules(n).select(e)]??s.other},Mt=/\{(\w+)\}/g,Dt=r=>[...r.matchAll(Mt)].map(t=>t[1]??""),T=(r,t)=>r.replaceAll(Mt,(e,n)=>t.get(n)??"");var Lt=$`
  ha-card {
    display: grid;
    gap: var(--gap);
    padding: 16px;
    height: 100%;
    box-sizing: border-box;
    align-content: start;
  }
  .head {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: var(--gap);
    --activity: var(--state-inactive-color, var(--secondary-text-color));
  }
  .head.charging {
    --activity: var(--state-active-color, var(--primary-color));
  }
  .head.paused,
  .head.plugged {
    --activity: var(--primary-color);
  }
  .head.problem {
    --activity: var(--error-color);
  }
  .icon {
    width: 24px;
    height: 24px;
    padding: 8px;
    border-radius: 50%;
    fill: var(--activity);
    background: color-mix(in srgb, var(--activity) 18%, transparent);
  }
  .name {
    min-width: 0;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
    overflow-wrap: anywhere;
  }
  .power {
    font-size: var(--ha-font-size-2xl, 24px);
    white-space: nowrap;
  }
  p {
    margin: 0;
  }
  .reason {
    padding: 8px 12px;
    border-radius: var(--ha-border-radius-lg, 12px);
    background: color-mix(in srgb, var(--primary-text-color) 5%, transparent);
  }
  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 24px;
    margin: 0;
  }
  dt {
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  dd {
    margin: 0;
  }
  .phases dd {
    display: flex;
    flex-wrap: wrap;
    gap: 0 10px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .buttons button {
    flex: 1;
  }
  [role="alert"]:not(:has(p)) {
    position: absolute; /* while empty, no row of the card */
  }
  .error {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding: 4px 4px 4px 12px;
    border: 1px solid var(--error-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    overflow-wrap: anywhere;
  }
  .error button {
    border: 0;
  }
`;var zn={device_id:"connector",name:"name",show_controls:"show_controls",show_plan:"show_plan",show_graph:"show_graph"},Un=()=>document.documentElement.lang||navigator.language,Qe=r=>{let t=zn[r.name];return t?y(Un(),t):r.name},Ht=()=>({schema:[{name:"device_id",required:!0,selector:{device:{integration:A,entity:{domain:"number"}}}},{name:"name",selector:{text:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}},{name:"show_plan",default:!0,selector:{boolean:{}}},{name:"show_graph",default:!0,selector:{boolean:{}}}],computeLabel:Qe});var Wt="M7 2a1 1 0 0 1 1 1v4h8V3a1 1 0 1 1 2 0v4h1a1 1 0 0 1 0 2v3a7 7 0 0 1-6 6.93V21a1 1 0 1 1-2 0v-2.07A7 7 0 0 1 5 12V9a1 1 0 0 1 0-2h1V3a1 1 0 0 1 1-1Z",In="M13 2 5 13.5h5.5L9.5 22 19 9.5h-6.2L13 2Z",Fn="M7 5h3.5v14H7V5Zm6.5 0H17v14h-3.5V5Z",jn="M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 6.5h2v2h-2v-2Z",Bn="M3.3 2 2 3.3l4.4 4.4A5.5 5.5 0 0 0 7 18.6h10.1L20.7 22 22 20.7 3.3 2ZM12 5.5c-1 0-2 .2-2.9.7l9.9 9.9a4.3 4.3 0 0 0-.9-8.4A6.5 6.5 0 0 0 12 5.5Z",Vn="M11 3h2v9h-2V3Zm5.8 2.2A8 8 0 1 1 7.2 5.2L8.6 6.7a6 6 0 1 0 6.8 0l1.4-1.5Z",Nt={offline:Bn,problem:jn,charging:In,off:Vn,paused:Fn,plugged:Wt,free:Wt};var w=$`
  :host {
    --gap: 12px;
    /* The primary colour as dark as white text on it needs (WCAG: 4.5 to 1), whatever the theme. */
    --fill: var(--dark-primary-color, var(--primary-color));
    --on-fill: #fff;
    color: var(--primary-text-color);
  }
  @supports (color: oklch(from red l c h)) {
    :host {
      --fill: oklch(from var(--primary-color) min(l, 0.53) c h);
    }
  }
  button,
  input,
  select {
    font: inherit;
    color: inherit;
  }
  button {
    min-height: 40px;
    border: 1px solid var(--divider-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: none;
    padding: 0 14px;
    cursor: pointer;
  }
  button:hover:not(:disabled) {
    background: color-mix(in srgb, var(--primary-text-color) 6%, transparent);
  }
  button.primary {
    background: var(--fill);
    border-color: var(--fill);
    color: var(--on-fill);
  }
  button.primary:hover:not(:disabled) {
    background: color-mix(in srgb, var(--fill) 85%, #000);
  }
  button:disabled,
  input:disabled,
  select:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button:focus-visible,
  input:focus-visible,
  select:focus-visible,
  summary:focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: 2px;
  }
  input:not([type="range"], [type="checkbox"]),
  select {
    box-sizing: border-box;
    width: 100%;
    min-width: 0;
    min-height: 40px;
    padding: 0 10px;
    border: 1px solid var(--divider-color);
    border-radius: var(--ha-border-radius-lg, 12px);
    background: var(--card-background-color);
    color-scheme: light dark;
    text-overflow: ellipsis;
  }
  select {
    appearance: none;
    padding-inline-end: 28px;
    background-image:
      linear-gradient(45deg, transparent 50%, currentColor 50%),
      linear-gradient(135deg, currentColor 50%, transparent 50%);
    background-position:
      right 15px center,
      right 10px center;
    background-size: 5px 5px;
    background-repeat: no-repeat;
  }
  label {
    display: grid;
    gap: 4px;
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  label > * {
    font-size: var(--ha-font-size-m, 14px);
    color: var(--primary-text-color);
  }
  .secondary {
    color: var(--secondary-text-color);
  }
`;var zt={cheap:["reason_cheap"],waiting_for_surplus:["reason_waiting_for_surplus_wait","reason_waiting_for_surplus"],minimum_off_time:["reason_minimum_off_time"],holding_minimum:["reason_holding_minimum"],switching_phases:["reason_switching_phases_wait","reason_switching_phases"],home_battery_first:["reason_home_battery_first"],plan:["reason_plan"],"plan/cheapest":["reason_plan_cheapest"],"plan/solar":["reason_plan_solar"],plan_waiting:["reason_plan_waiting"],"plan_waiting/cheapest":["reason_plan_waiting_cheapest"],"plan_waiting/solar":["reason_plan_waiting_solar"],plan_unreachable:["reason_plan_unreachable"],limited_by_circuit:["reason_limited_by_circuit_wait","reason_limited_by_circuit_phase","reason_limited_by_circuit"],limited_by_away:["reason_limited_by_away"],waiting_for_turn:["reason_waiting_for_turn_wait","reason_waiting_for_turn"]},qn="main",Me=(r,t)=>{let e=r[t];return typeof e=="number"&&Number.isFinite(e)?e:void 0},De=(r,t)=>{let e=r[t];return typeof e=="string"?e:void 0},Ut=(r,t)=>{let e=new Date(De(r,t)??"");return Number.isNaN(e.getTime())?void 0:e},Zn={away_current:["away_a",(r,t)=>`${t.number(r,0)} A`],power:["power_w",(r,t)=>t.power(r)],energy:["energy_wh",(r,t)=>`${t.number(r/1e3,1)} kWh`],soc:["soc_percent",(r,t)=>`${t.number(r,0)} %`],target:["target_percent",(r,t)=>`${t.number(r,0)} %`]},Kn=(r,t,e)=>{let n=x(t),s=new Map;for(let[h,[m,f]]of Object.entries(Zn)){let v=Me(r,m);v!==void 0&&s.set(h,f(v,n))}for(let h of["price","price_limit"]){let m=Me(r,h);m!==void 0&&s.set(h,n.price(m,De(r,"price_unit")))}let i=Me(r,"wait_s");i&&s.set("wait",xt(i));let o=Me(r,"phases");if(o!==void 0){let h=ne(t.language,"phases",o);s.set("phases",T(h,new Map([["phases",String(o)]])))}for(let h of["circuit","phase","away"]){let m=De(r,h);m!==void 0&&s.set(h,m)}let a=s.get("circuit");if(a!==void 0){let h=T(y(t.language,"named_circuit"),new Map([["name",a]]));s.set("circuit",a===qn?y(t.language,"main_fuse"):h)}let[l,p]=[Ut(r,"start"),Ut(r,"end")];return p&&s.set("end",n.timeNear(p,e)),l&&p&&s.set("span",n.span(l,p,e)),s},It=(r,t,e=new Date)=>{if(!C(t)||t.state==="")return;let{attributes:n}=t,s=`/${De(n,"hours")??""}`,i=[...zt[t.state+s]??[],...zt[t.state]??[]],o=Kn(n,r,e);for(let a of i){let l=y(r.language,a);if(Dt(l).every(p=>o.has(p)))return T(l,o)}return r.formatEntityState?.(t)??t.state};var Gn="no_error",Yn="off",R=(r,t)=>r.entities.get(t)?.[0],Jn=r=>{if(!C(r))return;let t=new Date(r.state);return Number.isNaN(t.getTime())?void 0:t},Xn=r=>C(r)&&r.state!==""?r.state:void 0,Qn=(r,t)=>t?r.formatEntityState?.(t)??t.state:"",es=(r,...t)=>t.map(e=>Qn(r,e)).filter(Boolean).join(" · "),et=r=>Array.isArray(r)?r.flatMap(t=>{if(typeof t!="object"||t===null)return[];let e=t,[n,s]=[new Date(String(e.start)),new Date(String(e.end))];return s>n?[{start:n,end:s,row:e}]:[]}):[],_e=r=>typeof r=="number"&&Number.isFinite(r)?r:void 0,ts=r=>et(r).map(({start:t,end:e,row:n})=>({start:t,end:e,currentA:_e(n.current_a),price:_e(n.price),solar:n.solar===!0})),Ft=r=>et(r).flatMap(({start:t,end:e,row:n})=>{let[s,i]=[_e(n.current_a),_e(n.power_w)];return s===void 0||i===void 0?[]:[{start:t,end:e,currentA:s,powerW:i}]}),ns=r=>et(r).flatMap(({start:t,end:e,row:n})=>{let s=_e(n.price);return s===void 0?[]:[{start:t,end:e,price:s}]}),ss=r=>r.isOffline?"offline":r.hasProblem?"problem":r.isCharging?"charging":r.isOff?"off":r.isRunning?"paused":r.isPluggedIn?"plugged":"free",jt=(r,t)=>{let e=v=>M(r,R(t,v)),n=v=>e(v)?.state==="on",s=M(r,t.chargePointEntities.get("binary_sensor.connectivity")?.[0]),i=e("sensor.status"),o=e("sensor.error"),a=e("select.charging_mode"),l=a?.state===Yn&&!n("switch.plan"),p=s?s.state!=="on":i?.state===fe||i===void 0,h=n("switch.charging"),m=e("sensor.planned_start"),f=m?.attributes.price_unit;return{title:Pe(r,t),activity:ss({isOffline:p,hasProblem:n("binary_sensor.problem"),isCharging:n("binary_sensor.charging"),isRunning:h,isPluggedIn:n("binary_sensor.cable_connected"),isOff:l}),status:es(r,l?a:void 0,i,C(o)&&o.state!==Gn?o:void 0),offlineSince:p&&s?new Date(s.last_changed):void 0,powerW:D(e("sensor.power")),currentsA:(t.entities.get("sensor.current_phase")??[]).map(v=>D(M(r,v))).filter(v=>v!==void 0),sessionEnergyWh:D(e("sensor.session_energy")),sessionStart:Jn(e("sensor.session_start")),person:Xn(e("sensor.id_tag")),stateOfCharge:D(e("sensor.state_of_charge")),solarShare:D(e("sensor.session_solar_share")),reason:It(r,e("sensor.charging_reason")),isRunning:h,isOff:l,planned:ts(m?.attributes.windows),prices:ns(m?.attributes.prices),priceUnit:typeof f=="string"?f:""}};var rs=2e4,is=15e3,L=class extends b{constructor(){super(...arguments);this.busy=!1;this.revision=0;this.allowed=[];this.#e=0;this.#t=new Re(this)}#e;#n;#t;#i;static{this.styles=[w,Lt]}static getConfigForm(){return Ht()}static getStubConfig(e){let n=te(e)[0],s={show_controls:!0,show_plan:!0,show_graph:!0};return n?{device_id:n.deviceId,...s}:s}setConfig(e){e.device_id!==this.config?.device_id&&(this.allowed=[],this.#e+=1),this.config=e}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6}}connectedCallback(){super.connectedCallback(),this.#i=setInterval(()=>{this.requestUpdate()},is)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#i),clearTimeout(this.#n)}render(){let{hass:e,config:n}=this;if(!e||!n)return c;let s=Et(e,n.device_id);if(!s)return this.#o(n.device_id?"choose_connector":"no_connectors");let i=jt(e,s),o=this.#t.within(e,s);return d`<ha-card>
      ${this.#d(i,n)} ${this.#l(i)} ${this.#c(i)}
      ${n.show_controls===!1?c:this.#_(o,i)} ${this.#$()}
      ${n.show_plan===!1?c:d`<plug-control-plan
              .hass=${e}
              .connector=${o}
              .planned=${i.planned}
              .priceUnit=${i.priceUnit}
              .revision=${this.revision}
              @wish=${a=>this.#g(a.detail)}
              @opened=${a=>this.#v(s,a.detail)}
            ></plug-control-plan>`}
      ${n.show_graph===!1?c:this.#w(s,i)}
    </ha-card>`}#o(e){return d`<ha-card><p class="secondary">${this.#s(e)}</p></ha-card>`}#d(e,n){let s=e.powerW!==void 0&&e.activity!=="offline";return d`<div class="head ${e.activity}">
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d=${Nt[e.activity]}></path>
      </svg>
      <div class="name">
        <h2>${n.name??e.title}</h2>
        <span class="secondary">${this.#p(e)}</span>
      </div>
      ${s?d`<span class="power" aria-label=${this.#s("power")}
              >${this.#h.power(e.powerW??0)}</span
            >`:c}
    </div>`}#p(e){return e.activity!=="offline"?e.status:e.offlineSince?`${this.#s("offline_since")} ${this.#h.dateTime(e.offlineSince)}`:this.#s("offline")}#l(e){return!e.reason||e.activity==="offline"?c:d`<p class="reason" aria-live="polite">${e.reason}</p>`}#c(e){let n=this.#h,s=[];if(e.isRunning){if(e.sessionEnergyWh!==void 0&&s.push(["session",n.energy(e.sessionEnergyWh)]),e.sessionStart){let o=Math.max(0,(Date.now()-e.sessionStart.getTime())/1e3);s.push(["duration",ge(o)])}e.person&&s.push(["person",e.person]),e.solarShare!==void 0&&s.push(["solar_share",`${n.number(e.solarShare,0)} %`])}e.stateOfCharge!==void 0&&s.push(["state_of_charge",`${n.number(e.stateOfCharge,0)} %`]);let i=e.activity==="charging"?e.currentsA:[];return!s.length&&!i.length?c:d`<dl>
      ${s.map(([o,a])=>d`<div>
            <dt>${this.#s(o)}</dt>
            <dd>${a}</dd>
          </div>`)}
      ${i.length?this.#a(i):c}
    </dl>`}#a(e){let n=e.map(s=>this.#h.current(s));return d`<div class="phases">
      <dt>${this.#s("amperes_per_phase")}</dt>
      <dd>${n.map((s,i)=>d`<span>L${i+1} ${s}</span>`)}</dd>
    </div>`}#_(e,n){let s=this.hass,i=s&&M(s,R(e,"select.charging_mode")),o=s&&M(s,R(e,"number.maximum_current"));return d`<plug-control-mode
        .hass=${s}
        .state=${i}
        .label=${this.#s("mode")}
        .revision=${this.revision}
        @choose=${a=>this.#u(e,"select.charging_mode","select_option",{option:a.detail})}
      ></plug-control-mode>
      ${C(o)?this.#m(e,o,n):c}
      <div class="buttons">
        ${this.#y(e,n)} ${this.#b(e,n)}
      </div>`}#m(e,n,s){return d`<plug-control-limit
      .state=${n}
      .label=${this.#s("limit")}
      .pausedText=${this.#s("paused")}
      .disabled=${s.activity==="offline"}
      .revision=${this.revision}
      @choose=${i=>this.#u(e,"number.maximum_current","set_value",{value:i.detail})}
    ></plug-control-limit>`}#y(e,n){if(!R(e,"switch.charging"))return c;let s=n.isRunning?"turn_off":"turn_on",i=n.activity==="plugged";return d`<button
      class=${i?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"}
      @click=${()=>this.#u(e,"switch.charging",s)}
    >
      ${this.#s(n.isRunning?"stop_charging":"start_charging")}
    </button>`}#b(e,n){let s=R(e,"switch.boost"),i=this.hass&&M(this.hass,s);if(!i)return c;let o=i.state==="on";return n.isOff&&!o?c:d`<button
      class=${o?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"&&!o}
      aria-pressed=${o?"true":"false"}
      title=${this.#s("boost_hint")}
      @click=${()=>this.#u(e,"switch.boost",o?"turn_off":"turn_on")}
    >
      ${this.#s("boost")}
    </button>`}#w(e,n){let s=R(e,"sensor.power");return s?d`<plug-control-graph
      .hass=${this.hass}
      .entity=${s}
      .planned=${n.planned}
      .allowed=${n.activity==="offline"?[]:this.allowed}
      .prices=${n.prices}
      .priceUnit=${n.priceUnit}
    ></plug-control-graph>`:c}async#v(e,n){this.allowed=[];let s=this.#e+=1,{hass:i}=this;if(!(!n||!i||this.config?.show_graph===!1))try{let o=await Y(i,"get_composite_schedule",{device_id:e.deviceId});s===this.#e&&(this.allowed=Ft(o.periods))}catch{}}#$(){return d`<div role="alert">
      ${this.error?d`<p class="error">
              <span>${this.#s("failed")}: ${this.error}</span>
              <button
                aria-label=${this.#s("dismiss")}
                @click=${()=>{this.#f(void 0)}}
              >
                ✕
              </button>
            </p>`:c}
    </div>`}async#u(e,n,s,i={}){let o=R(e,n);o&&await this.#g({entityId:o,service:s,data:i})}async#g(e){this.hass&&(this.busy=!0,this.#f(await At(this.hass,e.entityId,e.service,e.data)),this.busy=!1,this.revision+=1)}#f(e){clearTimeout(this.#n),this.error=e,e!==void 0&&(this.#n=setTimeout(()=>{this.error=void 0},rs))}get#h(){return this.hass?x(this.hass):new G({language:"en"},"UTC")}#s(e){return y(this.hass?.language,e)}};u([g({attribute:!1})],L.prototype,"hass",2),u([_()],L.prototype,"config",2),u([_()],L.prototype,"error",2),u([_()],L.prototype,"busy",2),u([_()],L.prototype,"revision",2),u([_()],L.prototype,"allowed",2);var z=36e5,Bt=8*z,os=3*z,as=6*z,ls=24*z,cs=6e4,ye=320,O=72,ds=1400,ps=6,us=[1,2,3,4,6,12],hs=(r,t)=>r.map(({s:e,lu:n})=>{let s=Number(e);return{at:n*1e3,powerW:Number.isFinite(s)&&e!==""?s*t:0}}),ms=(r,t,e,n,s)=>{let i=h=>(Math.max(h,t)-t)/(e-t)*ye,o=h=>O-Math.max(h,0)/s*O,a=r.filter((h,m)=>(r[m+1]?.at??n)>t),l=a[0];if(!l)return"";let p=a.map((h,m)=>{let f=a[m+1]?.at??n;return`V${o(h.powerW).toFixed(1)}H${i(f).toFixed(1)}`});return`M${i(l.at).toFixed(1)},${O}${p.join("")}V${O}Z`},gs=(r,t)=>{let e=Math.max(t,...r.map(n=>n.end.getTime()));return e===t?t:Math.min(Math.max(e,t+z),t+ls)},fs=(r,t,e)=>{let n=us.find(i=>(t-r)/z/i<=ps)??12,s=[];for(let i=Math.ceil(r/z)*z;i<=t;i+=z)e.hourOf(new Date(i))%n===0&&s.push(i);return s},Vt=(r,t,e)=>{let n=r.filter(i=>i.end.getTime()>t&&i.start.getTime()<e),s=n.map(i=>i.price);return{seen:n,least:Math.min(...s),most:Math.max(...s)}},_s=(r,t,e,n)=>{let s=o=>((Math.min(Math.max(o.getTime(),t),e)-t)/(e-t)*ye).toFixed(1),i=o=>((1-Math.min(o/n,1))*O).toFixed(1);return r.filter(o=>o.end.getTime()>t&&o.start.getTime()<e).map((o,a)=>{let[l,p]=[s(o.start),i(o.powerW)];return`${a?`L${l},${p}`:`M${l},${p}`}H${s(o.end)}`}).join("")},k=class extends b{constructor(){super(...arguments);this.entity="";this.planned=[];this.allowed=[];this.prices=[];this.priceUnit="";this.empty=!0;this.points=[]}#e;static{this.styles=[w,$`
      :host([empty]) {
        display: none;
      }
      svg {
        display: block;
        width: 100%;
        height: 72px;
        overflow: visible;
      }
      svg * {
        vector-effect: non-scaling-stroke;
      }
      .power {
        fill: color-mix(in srgb, var(--primary-color) 35%, transparent);
        stroke: var(--primary-color);
        stroke-width: 1.5;
      }
      .plan {
        fill: color-mix(in srgb, var(--primary-color) 18%, transparent);
        stroke: var(--primary-color);
        stroke-dasharray: 3 2;
      }
      .plan.solar {
        fill: color-mix(in srgb, var(--energy-solar-color, #ff9800) 25%, transparent);
        stroke: var(--energy-solar-color, #ff9800);
      }
      .price {
        fill: none;
        stroke: var(--secondary-text-color);
        stroke-width: 1.5;
      }
      .allowed {
        fill: none;
        stroke: var(--success-color, #43a047);
        stroke-width: 1.5;
        stroke-dasharray: 6 3;
      }
      .legend::before {
        content: "";
        display: inline-block;
        width: 16px;
        margin-inline-end: 6px;
        border-top: 2px dashed var(--success-color, #43a047);
        vertical-align: middle;
      }
      .base,
      .hour {
        stroke: var(--divider-color);
      }
      .now {
        stroke: var(--error-color, #db4437);
        stroke-width: 1.5;
      }
      .axis {
        position: relative;
        display: flex;
        justify-content: space-between;
        gap: 8px;
        min-height: 16px;
        font-size: var(--ha-font-size-xs, 11px);
        color: var(--secondary-text-color);
      }
      .hours span {
        position: absolute;
        transform: translateX(-50%);
        white-space: nowrap;
      }
      .hours span.first {
        transform: none;
      }
      .hours span.last {
        transform: translateX(-100%);
      }
    `]}connectedCallback(){super.connectedCallback(),this.#e=setInterval(()=>{this.#n()},cs)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#e)}willUpdate(e){e.has("entity")&&this.#n(),this.empty=!this.planned.length&&!this.allowed.length&&this.points.every(n=>n.powerW<=0)}async#n(){let{hass:e,entity:n}=this;if(!e||!n)return;let s=e.states[n]?.attributes.unit_of_measurement;try{let i=await e.callWS({type:"history/history_during_period",start_time:new Date(Date.now()-Bt).toISOString(),entity_ids:[n],minimal_response:!0,no_attributes:!0,significant_changes_only:!1});n===this.entity&&(this.points=hs(i[n]??[],s==="kW"?1e3:1))}catch{this.points=[]}}render(){let e=this.hass;if(!e||this.empty)return c;let n=Date.now(),s=this.planned.length||this.allowed.length,i=n-(s?os:Bt),o=Math.max(gs(this.planned,n),n+(this.allowed.length?as:0)),a=Math.max(ds,...this.points.map(f=>f.powerW),...this.allowed.map(f=>f.powerW)),l=x(e),h=this.allowed.length||this.points.some(f=>f.powerW>0)?l.power(a):"",m=fs(i,o,l);return d`<div class="axis" aria-hidden="true">
        <span>${h}</span><span>${this.#l(i,o,l)}</span>
      </div>
      <svg
        viewBox="0 0 ${ye} ${O}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${this.#c(l)}
      >
        ${m.map(f=>this.#i("hour",f,i,o))}
        ${this.planned.map(f=>this.#d(f,i,o))}
        <path class="power" d=${ms(this.points,i,o,n,a)}></path>
        ${this.allowed.length?me`<path class="allowed" d=${_s(this.allowed,i,o,a)}></path>`:c}
        ${this.#p(i,o)}
        <line class="base" x1="0" x2=${ye} y1=${O} y2=${O}></line>
        ${this.#i("now",n,i,o)}
      </svg>
      <div class="axis hours" aria-hidden="true">
        ${m.map(f=>this.#o(f,i,o,l))}
      </div>
      ${this.allowed.length?d`<div class="axis"><span class="legend">${this.#a("charger_allows")}</span></div>`:c}`}#t(e,n,s){return(Math.min(Math.max(e,n),s)-n)/(s-n)*ye}#i(e,n,s,i){let o=this.#t(n,s,i);return me`<line class=${e} y1="0" y2=${O} x1=${o} x2=${o}></line>`}#o(e,n,s,i){let o=(e-n)/(s-n),a=o<.04?"first":o>.96?"last":"";return d`<span class=${a} style="left: ${(o*100).toFixed(1)}%"
      >${i.time(new Date(e))}</span
    >`}#d(e,n,s){let i=this.#t(e.start.getTime(),n,s),o=this.#t(e.end.getTime(),n,s)-i;return me`<rect class=${e.solar?"plan solar":"plan"} x=${i} y="12" width=${o} height=${O-12}></rect>`}#p(e,n){if(!this.planned.length)return c;let{seen:s,least:i,most:o}=Vt(this.prices,e,n);if(!s.length)return c;let a=p=>o>i?6+(1-(p-i)/(o-i))*(O-12):O/2,l=s.map((p,h)=>{let m=this.#t(p.start.getTime(),e,n).toFixed(1),f=this.#t(p.end.getTime(),e,n).toFixed(1);return`${h?"L":"M"}${m},${a(p.price).toFixed(1)}H${f}`});return me`<path class="price" d=${l.join("")}></path>`}#l(e,n,s){if(!this.planned.length)return"";let{seen:i,least:o,most:a}=Vt(this.prices,e,n);return i.length?`${this.#a("price")} ${s.price(o)}–${s.price(a,this.priceUnit)}`:""}#c(e){let n=Math.max(0,...this.points.map(p=>p.powerW)),s=new Date,i=this.planned.map(p=>e.span(p.start,p.end,s)),o=i.length?`. ${this.#a("plan_planned")}: ${i.join(", ")}`:"",a=this.allowed.map(p=>`${e.span(p.start,p.end,s)} ${e.number(p.currentA,0)} A`),l=a.length?`. ${this.#a("charger_allows")}: ${a.join(", ")}`:"";return`${this.#a("history")}: ≤ ${e.power(n)}${o}${l}`}#a(e){return y(this.hass?.language,e)}};u([g({attribute:!1})],k.prototype,"hass",2),u([g()],k.prototype,"entity",2),u([g({attribute:!1})],k.prototype,"planned",2),u([g({attribute:!1})],k.prototype,"allowed",2),u([g({attribute:!1})],k.prototype,"prices",2),u([g()],k.prototype,"priceUnit",2),u([g({type:Boolean,reflect:!0})],k.prototype,"empty",2),u([_()],k.prototype,"points",2);var Le=6,ys=300,bs=(r,t)=>r===0||r>=Le?r:r<t&&r<Le/2?0:Le,H=class extends b{constructor(){super(...arguments);this.label="";this.pausedText="";this.disabled=!1;this.revision=0}#e;static{this.styles=[w,$`
      div {
        display: grid;
        grid-template-columns: 1fr auto;
        align-items: center;
        gap: 4px;
      }
      label {
        font-size: inherit;
        color: inherit;
      }
      input {
        grid-column: 1 / -1;
        width: 100%;
        height: 28px;
        margin: 0;
        appearance: none;
        background: none;
        cursor: pointer;
        --track: linear-gradient(
            to right,
            var(--primary-color) var(--share),
            color-mix(in srgb, var(--primary-text-color) 15%, transparent) var(--share)
          )
          no-repeat;
      }
      input::-webkit-slider-runnable-track {
        height: 8px;
        border-radius: 4px;
        background: var(--track);
      }
      input::-moz-range-track {
        height: 8px;
        border-radius: 4px;
        background: var(--track);
      }
      input::-webkit-slider-thumb {
        appearance: none;
        width: 22px;
        height: 22px;
        margin-top: -7px;
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 50%;
        background: var(--primary-color);
      }
      input::-moz-range-thumb {
        width: 18px;
        height: 18px;
        border: 2px solid var(--card-background-color, #fff);
        border-radius: 50%;
        background: var(--primary-color);
      }
      output {
        font-weight: var(--ha-font-weight-medium, 500);
      }
    `]}disconnectedCallback(){super.disconnectedCallback(),this.#e!==void 0&&this.#o()}willUpdate(e){e.has("revision")&&this.#e===void 0&&(this.dragged=void 0)}render(){let e=Number(this.state?.state);if(!this.state||!Number.isFinite(e))return c;let n=this.dragged??e,s=Number(this.state.attributes.max??32),i=n===0?this.pausedText:`${n} A`;return d`<div>
      <label for="limit">${this.label}</label>
      <output for="limit">${i}</output>
      <input
        id="limit"
        type="range"
        min="0"
        step="1"
        max=${s}
        style="--share: ${(n/s*100).toFixed(1)}%"
        .value=${String(n)}
        aria-valuetext=${i}
        ?disabled=${this.disabled}
        @input=${o=>{this.#n(o.target,e)}}
        @keydown=${o=>{this.#t(o,n)}}
        @change=${()=>{this.#i()}}
      />
    </div>`}#n(e,n){this.dragged=bs(Number(e.value),this.dragged??n),e.value=String(this.dragged)}#t(e,n){n!==Le||!["ArrowLeft","ArrowDown"].includes(e.key)||(e.preventDefault(),this.dragged=0,this.#i())}#i(){clearTimeout(this.#e),this.#e=setTimeout(()=>{this.#o()},ys)}#o(){clearTimeout(this.#e),this.#e=void 0,this.dragged===Number(this.state?.state)&&(this.dragged=void 0),this.dragged!==void 0&&this.dispatchEvent(new CustomEvent("choose",{detail:this.dragged}))}};u([g({attribute:!1})],H.prototype,"state",2),u([g()],H.prototype,"label",2),u([g()],H.prototype,"pausedText",2),u([g({type:Boolean})],H.prototype,"disabled",2),u([g({type:Number})],H.prototype,"revision",2),u([_()],H.prototype,"dragged",2);var J={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},qt=r=>(...t)=>({_$litDirective$:r,values:t}),He=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:Hi}=vt;var Zt=r=>r.strings===void 0;var ws={},Kt=(r,t=ws)=>r._$AH=t;var P=qt(class extends He{constructor(r){if(super(r),r.type!==J.PROPERTY&&r.type!==J.ATTRIBUTE&&r.type!==J.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!Zt(r))throw Error("`live` bindings can only contain a single expression")}render(r){return r}update(r,[t]){if(t===E||t===c)return t;let e=r.element,n=r.name;if(r.type===J.PROPERTY){if(t===e[n])return E}else if(r.type===J.BOOLEAN_ATTRIBUTE){if(!!t===e.hasAttribute(n))return E}else if(r.type===J.ATTRIBUTE&&e.getAttribute(n)===t+"")return E;return Kt(r),t}});var U=class extends b{constructor(){super(...arguments);this.label="";this.disabled=!1;this.revision=0}static{this.styles=[w,$`
      fieldset,
      label {
        position: relative; /* keeps what is not seen inside */
      }
      fieldset {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: 1fr;
        margin: 0;
        padding: 3px;
        border: 0;
        border-radius: var(--ha-border-radius-lg, 12px);
        background: color-mix(in srgb, var(--primary-text-color) 7%, transparent);
      }
      legend,
      input {
        position: absolute;
        inset: 0 auto auto 0;
        margin: 0;
        opacity: 0;
        pointer-events: none;
      }
      label {
        display: grid;
        place-items: center;
        min-height: 38px;
        padding: 2px 4px;
        border-radius: calc(var(--ha-border-radius-lg, 12px) - 3px);
        text-align: center;
        font-size: var(--ha-font-size-s, 13px);
        line-height: 1.15;
        color: var(--primary-text-color);
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      label span {
        font-size: inherit;
        color: inherit;
      }
      label:has(:checked) {
        background: var(--fill);
        color: var(--on-fill);
        font-weight: var(--ha-font-weight-medium, 500);
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--primary-color);
        outline-offset: 2px;
      }
    `]}render(){let{state:e}=this,n=e?.attributes.options;return!e||!Array.isArray(n)?c:d`<fieldset ?disabled=${this.disabled}>
      <legend>${this.label}</legend>
      ${n.map(s=>this.#e({...e,state:s}))}
    </fieldset>`}#e(e){return d`<label>
      <input
        type="radio"
        name="mode"
        .value=${e.state}
        .checked=${P(this.state?.state===e.state)}
        @change=${()=>this.dispatchEvent(new CustomEvent("choose",{detail:e.state}))}
      />
      <span>${this.hass?.formatEntityState?.(e)??e.state}</span>
    </label>`}};u([g({attribute:!1})],U.prototype,"hass",2),u([g({attribute:!1})],U.prototype,"state",2),u([g()],U.prototype,"label",2),u([g({type:Boolean})],U.prototype,"disabled",2),u([g({type:Number})],U.prototype,"revision",2);var Gt=5,tt=r=>String(r).padStart(2,"0"),I=class extends b{constructor(){super(...arguments);this.planned=[];this.priceUnit="";this.revision=0}static{this.styles=[w,$`
      summary {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 40px;
        cursor: pointer;
      }
      summary span:last-of-type {
        margin-inline-start: auto;
        color: var(--secondary-text-color);
      }
      summary::marker {
        content: "";
      }
      summary::after {
        content: "";
        width: 7px;
        height: 7px;
        margin: 0 4px;
        border: solid var(--secondary-text-color);
        border-width: 0 2px 2px 0;
        transform: rotate(45deg) translate(-2px, -2px);
      }
      details[open] summary::after {
        transform: rotate(-135deg) translate(-2px, -2px);
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 176px), 1fr));
        gap: var(--gap);
        padding-top: 4px;
      }
      .on {
        grid-column: 1 / -1;
      }
      .on span {
        display: flex;
        align-items: center;
        min-height: 40px;
      }
      input[type="checkbox"] {
        width: 20px;
        height: 20px;
        margin: 0 8px 0 0;
        accent-color: var(--primary-color);
      }
      fieldset {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: 4px;
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 4px;
        font-size: var(--ha-font-size-m, 14px);
      }
      ul {
        display: grid;
        gap: 4px;
        margin: 8px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 12px;
      }
    `]}render(){let{hass:e,connector:n}=this,s=n&&this.#l("switch.plan");if(!e||!n||!s)return c;let i=x(e);return d`<details
      @toggle=${o=>{let{open:a}=o.target;this.dispatchEvent(new CustomEvent("opened",{detail:a}))}}
    >
      <summary>
        <span>${this.#a("plan")}</span><span>${this.#e(s,i)}</span>
      </summary>
      <div class="fields">
        <label class="on">
          <span
            ><input
              type="checkbox"
              .checked=${P(s.state==="on")}
              @change=${o=>{let a=o.target.checked;this.#c("switch.plan",a?"turn_on":"turn_off")}}
            />${this.#a("plan_use")}</span
          >
        </label>
        ${this.#i("number.target_energy","energy_kwh")}
        ${this.#i("number.target_soc","target_soc")} ${this.#o(i)}
        ${this.#p()}
      </div>
      ${s.state==="on"?this.#n(i):c}
    </details>`}#e(e,n){if(e.state!=="on")return this.#a("plan_none");let s=n.timeOfDay(this.#l("time.ready_by")?.state??""),i=this.planned[0];if(!i)return s&&`${this.#a("ready_by")} ${s}`;let o=this.planned.length>1?` +${this.planned.length-1}`:"";return`${n.span(i.start,i.end,new Date)}${o} → ${s}`}#n(e){if(!this.planned.length)return c;let n=new Date;return d`<ul aria-label=${this.#a("plan_planned")}>
      ${this.planned.map(s=>d`<li>
            <span>${e.span(s.start,s.end,n)}</span>
            <span class="secondary">${this.#t(s,e)}</span>
          </li>`)}
    </ul>`}#t(e,n){let s=e.price===void 0?"":n.price(e.price,this.priceUnit);return[...e.currentA===void 0?[]:[`${n.number(e.currentA,0)} A`],...e.solar?[this.#a("sun")]:[s].filter(Boolean)].join(" · ")}#i(e,n){let s=this.#l(e);if(!C(s))return c;let{min:i,max:o,step:a}=s.attributes;return d`<label>
      <span>${this.#a(n)}</span>
      <input
        type="number"
        min=${i??c}
        max=${o??c}
        step=${a??"any"}
        .value=${P(String(Number(s.state)))}
        @change=${l=>{let p=l.target;!p.reportValidity()||p.value===""||this.#c(e,"set_value",{value:Number(p.value)})}}
      />
    </label>`}#o(e){let n=this.#l("time.ready_by"),[s,i]=(n?.state??"").split(":").map(Number);if(!C(n)||s===void 0||i===void 0)return c;let o=Array.from({length:60/Gt},(h,m)=>m*Gt),a=[...new Set([...o,i])].sort((h,m)=>h-m),l=Array.from({length:24},(h,m)=>m),p=h=>{let m={hour:s,minute:i,...h},f=`${tt(m.hour)}:${tt(m.minute)}:00`;this.#c("time.ready_by","set_value",{time:f})};return d`<fieldset>
      <legend>${this.#a("ready_by")}</legend>
      ${this.#d("hour",l,s,e.hour,h=>{p({hour:h})})}
      ${this.#d("minute",a,i,tt,h=>{p({minute:h})})}
    </fieldset>`}#d(e,n,s,i,o){return d`<select
      aria-label=${this.#a(e)}
      @change=${a=>{o(Number(a.target.value))}}
    >
      ${n.map(a=>d`<option value=${a} .selected=${P(a===s)}>
            ${i(a)}
          </option>`)}
    </select>`}#p(){let e=this.#l("select.plan_repeat"),n=e?.attributes.options;return!e||!Array.isArray(n)?c:d`<label>
      <span>${this.#a("every")}</span>
      <select
        @change=${s=>{let i=s.target.value;this.#c("select.plan_repeat","select_option",{option:i})}}
      >
        ${n.map(s=>d`<option value=${s} .selected=${P(s===e.state)}>
              ${this.hass?.formatEntityState?.({...e,state:s})??s}
            </option>`)}
      </select>
    </label>`}#l(e){if(!(!this.hass||!this.connector))return M(this.hass,R(this.connector,e))}#c(e,n,s){let i=this.connector&&R(this.connector,e);if(!i)return;let o={entityId:i,service:n,...s&&{data:s}};this.dispatchEvent(new CustomEvent("wish",{detail:o}))}#a(e){return y(this.hass?.language,e)}};u([g({attribute:!1})],I.prototype,"hass",2),u([g({attribute:!1})],I.prototype,"connector",2),u([g({attribute:!1})],I.prototype,"planned",2),u([g()],I.prototype,"priceUnit",2),u([g({type:Number})],I.prototype,"revision",2);var j=$`
  ha-card {
    display: grid;
    gap: 8px;
    padding: 16px;
    overflow-wrap: anywhere;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  p {
    margin: 0;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    padding: 4px 0;
  }
  code {
    padding: 2px 6px;
    border-radius: 6px;
    background: color-mix(in srgb, var(--primary-text-color) 8%, transparent);
  }
  a {
    color: color-mix(in srgb, var(--primary-color) 60%, var(--primary-text-color));
  }
  form {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
  }
  form label {
    flex: 1 1 160px;
  }
  [role="alert"]:not(:empty) {
    padding: 8px 12px;
    border: 1px solid var(--error-color);
    border-radius: var(--ha-border-radius-lg, 12px);
  }
`;var We=(r,t)=>{let e=r.attributes[t];return typeof e=="string"?e:void 0},se=class extends b{static{this.styles=[w,j]}setConfig(t){this.config=t}getCardSize(){return 3}getGridOptions(){return{columns:12,min_columns:6}}render(){let{hass:t,config:e}=this,n=e&&t?.states[e.entity];if(!t||!n)return c;let s=We(n,"address");return d`<ha-card>
      <h2>${T(y(t.language,"not_connected"),new Map([["name",e.name]]))}</h2>
      ${this.#e(t,n)}
      ${s===void 0?c:d`<p>${y(t.language,"call_address")}</p>
              <p><code>${s}</code></p>`}
    </ha-card>`}#e(t,e){let n=new Date(We(e,"refused_at")??""),s=We(e,"refused");if(s===void 0||Number.isNaN(n.getTime()))return c;let i=new Map([["time",x(t).dateTime(n)],["address",We(e,"refused_from")??""],["cause",t.formatEntityAttributeValue?.(e,"refused")??s]]);return d`<p>
      ${T(y(t.language,"refused_call"),i)}
      <a href="/config/repairs">${y(t.language,"repairs")}</a>
    </p>`}};u([g({attribute:!1})],se.prototype,"hass",2),u([_()],se.prototype,"config",2);var vs={count_charging:["charging"],count_plugged_in:["preparing","suspended_ev","suspended_evse","finishing"],count_free:["available"],count_offline:["unavailable"]},$s=(r,t)=>{let e=t.statuses.map(i=>r.states[i]?.state??"unavailable"),n=Object.entries(vs).map(([i,o])=>[i,e.filter(a=>o.includes(a)).length]),s=t.powers.map(i=>D(r.states[i])??0);return{counts:n,powerW:s.reduce((i,o)=>i+o,0)}},re=class extends b{static{this.styles=[w,j]}setConfig(t){this.config=t}getCardSize(){return 1}getGridOptions(){return{columns:"full",min_columns:6}}render(){let{hass:t,config:e}=this;if(!t||!e)return c;let{counts:n,powerW:s}=$s(t,e);return d`<p class="line">
      <b>${x(t).power(s)}</b>
      ${n.filter(([,i])=>i).map(([i,o])=>d`<span><b>${o}</b> ${ne(t.language,i,o)}</span>`)}
    </p>`}};u([g({attribute:!1})],re.prototype,"hass",2),u([_()],re.prototype,"config",2);var xs=(r,t)=>{let e=new Map(r);for(let{type:n,flow_id:s,flow:i}of t)n==="removed"?e.delete(s):i?.handler===A&&i.context?.title_placeholders?.id_tag&&e.set(s,i);return e},X=class extends b{constructor(){super(...arguments);this.connectedWhileHidden=!0;this.offers=new Map;this.error=""}#e;static{this.styles=[w,j]}setConfig(){this.hidden=!0}getCardSize(){return this.offers.size}getGridOptions(){return{columns:"full",min_columns:6}}disconnectedCallback(){super.disconnectedCallback(),this.#e?.then(e=>e()).catch(()=>{}),this.#e=void 0}willUpdate(){this.#n();let e=!this.offers.size;e!==this.hidden&&(this.hidden=e,this.style.display=e?"none":"",this.dispatchEvent(new CustomEvent("card-visibility-changed",{bubbles:!0,composed:!0,detail:{value:!e}})))}#n(){let{hass:e}=this;!e?.user?.is_admin||!e.connection||this.#e||!this.isConnected||(this.#e=e.connection.subscribeMessage(n=>{this.offers=xs(this.offers,n)},{type:"config_entries/flow/subscribe"}))}render(){return!this.hass||!this.offers.size?c:d`<ha-card>
      <h2>${this.#o("unknown_cards")}</h2>
      ${[...this.offers.values()].map(e=>this.#t(e))}
      <div role="alert">${this.error}</div>
    </ha-card>`}#t(e){let n=e.context?.title_placeholders??{},s=new Map([["id_tag",n.id_tag??""],["charge_point",n.charge_point??""]]);return d`<form
      @submit=${i=>{i.preventDefault();let o=i.target.querySelector("input");this.#i(e,o?.value??"")}}
    >
      <label>
        <span
          >${T(this.#o(n.kind==="car"?"unknown_car":"unknown_card"),s)}</span
        >
        <input type="text" placeholder=${this.#o("whose_card")} maxlength="64" />
      </label>
      <button class="primary">${this.#o("register")}</button>
    </form>`}async#i(e,n){let{hass:s}=this;if(!s?.callApi)return;this.error="";let i=`config/config_entries/flow/${e.flow_id}`,o=e.context?.title_placeholders?.id_tag??"";try{await s.callApi("POST",i,{name:n.trim()||o})}catch(a){this.error=await F(s,a)}}#o(e){return y(this.hass?.language,e)}};u([g({attribute:!1})],X.prototype,"hass",2),u([_()],X.prototype,"offers",2),u([_()],X.prototype,"error",2);var As=5,Ss=(r,t)=>{let{name:e,above:n,below:s}=t,i=r.states[t.entity],o=D(i);if(o===void 0)return[e,i?r.formatEntityState?.(i)??"–":"–"];if(n===void 0||s===void 0)return[e,x(r).power(o)];let a=o>0?n:s;return[Math.abs(o)<As?e:a,x(r).power(Math.abs(o))]},ie=class extends b{static{this.styles=[w,$`
      ha-card {
        height: 100%;
      }
      button {
        display: grid;
        grid-template-columns: 36px minmax(0, 1fr);
        grid-template-rows: 1fr auto auto 1fr;
        align-items: center;
        column-gap: 10px;
        width: 100%;
        height: 100%;
        min-height: 56px;
        padding: 0 10px;
        border: 0;
        text-align: start;
      }
      ha-icon {
        grid-row: 1 / -1;
        justify-self: center;
        --mdc-icon-size: 24px;
      }
      b {
        grid-row: 2;
        font-weight: var(--ha-font-weight-medium, 500);
        overflow-wrap: anywhere;
      }
      span {
        grid-row: 3;
        font-size: var(--ha-font-size-s, 12px);
      }
    `]}setConfig(t){this.config=t}getCardSize(){return 1}getGridOptions(){return{columns:6,rows:1,min_columns:6,min_rows:1}}render(){let{hass:t,config:e}=this;if(!t||!e)return c;let[n,s]=Ss(t,e),i=e.color?`color: var(--${e.color}-color)`:"";return d`<ha-card>
      <button
        @click=${()=>{let a={bubbles:!0,composed:!0,detail:{entityId:e.entity}};this.dispatchEvent(new CustomEvent("hass-more-info",a))}}
      >
        <ha-icon .icon=${e.icon} style=${i} aria-hidden="true"></ha-icon>
        <b>${n}</b><span>${s}</span>
      </button>
    </ha-card>`}};u([g({attribute:!1})],ie.prototype,"hass",2),u([_()],ie.prototype,"config",2);var Q=r=>{if(!r.services[A])return"gone";let t=Object.values(r.entities).filter(n=>n.platform===A),e=t.some(({entity_id:n})=>{let s=r.states[n]?.state;return s!==void 0&&s!==fe});return t.length?e?"ready":"stopped":"unsure"},Ne=r=>["ready","unsure"].includes(Q(r));var Es=1e4,Cs=6e4,oe=class extends b{#e;#n;#t;static{this.styles=[w,j]}setConfig(t){this.config=t,this.#n=t.error?Date.now():void 0,this.#t=void 0}getCardSize(){return 2}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e),this.#t=void 0}updated(){if(!this.hass)return;let t=Q(this.hass);if(t===this.#t||(this.#t=t,clearTimeout(this.#e),t==="gone"||t==="stopped"))return;let e=t==="ready"?Es:Cs,n=this.#n===void 0?0:this.#n+e;this.#e=setTimeout(()=>{this.dispatchEvent(new CustomEvent("config-refresh",{bubbles:!0,composed:!0}))},Math.max(0,n-Date.now()))}render(){let{hass:t,config:e}=this;if(!t||!e)return c;let n=t.config.state!==void 0&&t.config.state!=="RUNNING",s=Q(t)==="gone",i=n?"ha_starts":s?"not_set_up":"not_running";return d`<ha-card>
      <h2>Plug Control</h2>
      <p role="status">${y(t.language,i)}</p>
      ${e.error?d`<p class="secondary">${e.error}</p>`:c}
      ${n?c:d`<a
              href=${s?"/config/integrations/dashboard":`/config/integrations/integration/${A}`}
              >${y(t.language,"open_settings")}</a
            >`}
    </ha-card>`}};u([g({attribute:!1})],oe.prototype,"hass",2),u([_()],oe.prototype,"config",2);var Yt=["session_id","charge_point_id","charge_point_name","connector_id","id_tag","card_name","started_by_name","started_at","stopped_at","energy_wh","energy_estimated","time_estimated","meter_start_wh","meter_stop_wh","peak_power_w","stop_reason"],Ts=/^[=+\-@\t\r]/,ks=r=>{if(r==null)return"";if(typeof r=="number"||typeof r=="boolean")return String(r);let t=typeof r=="string"?r:JSON.stringify(r),e=Ts.test(t)?`'${t}`:t;return/[",\r\n;]/.test(e)?`"${e.replaceAll('"','""')}"`:e},Jt=r=>[Yt.join(","),...r.map(t=>Yt.map(e=>ks(t[e])).join(","))].map(t=>`${t}\r
`).join("");var Xt=["last","this_month","last_month","this_year","own"],Os=r=>r.toISOString().slice(0,10),Qt=(r,t,e)=>{let n=new Date(`${t}T00:00Z`),[s,i]=[n.getUTCFullYear(),n.getUTCMonth()],o=(a,l,p)=>Os(new Date(Date.UTC(a,l,p)));switch(r){case"last":return[o(s,i,n.getUTCDate()-e),t];case"this_month":return[o(s,i,1),t];case"last_month":return[o(s,i-1,1),o(s,i,0)];case"this_year":return[o(s,0,1),t];case"own":return}};var ze=r=>r.started_by_name??r.card_name??r.id_tag??"",en=r=>r.reduce((t,e)=>t+e.energy_wh,0),tn=(r,t)=>{let e=new Map;for(let a of r){let l=a.started_at??a.stopped_at;if(!l)continue;let p=t.dayOf(new Date(l));e.set(p,(e.get(p)??0)+a.energy_wh)}let n=[...e.keys()].sort(),[s,i]=[n[0],n.at(-1)];if(!s||!i)return[];let o=[];for(let a=new Date(`${s}T00:00Z`);;a=new Date(a.getTime()+864e5)){let l=a.toISOString().slice(0,10);if(o.push({label:t.dayAndMonth(l),energyWh:e.get(l)??0}),l>=i)return o}},nn=r=>r.started_at&&r.stopped_at?(Date.parse(r.stopped_at)-Date.parse(r.started_at))/1e3:void 0;var Ps={OCMF:"OCMF",Alfen:"ALFEN","SML (EDL40)":"EDL40"},Rs={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","\r":"&#13;"},nt=r=>r.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g,"").replaceAll(/[&<>"\r]/g,t=>Rs[t]??t),Ms=r=>/^(?:[0-9a-f]{2})+$/i.test(r)?"hex":r.startsWith("-----")?"plain":"base64",sn=r=>{let{public_key:t}=r,e=String(r.transaction_id??r.session_id);return`<?xml version="1.0" encoding="UTF-8"?>
<values>
${r.signed_values.map(({context:s,format:i,data:o})=>{let a=Ps[i],l=a?` format="${a}"`:"",p=s?` context="${nt(s)}"`:"";return`  <value transactionId="${e}"${p}>
    <signedData${l} encoding="plain">${nt(o)}</signedData>
`+(t?`    <publicKey encoding="${Ms(t)}">${nt(t)}</publicKey>
`:"")+`  </value>
`}).join("")}</values>
`};var rn=$`
  :host {
    display: block;
    container-type: inline-size;
  }
  ha-card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap);
    padding: 16px;
  }
  h2 {
    margin: 0;
    font-size: var(--ha-font-size-l, 16px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .filters {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    gap: var(--gap);
  }
  .day {
    display: grid;
    gap: 4px;
    position: relative;
  }
  .day button {
    padding: 0 10px;
    text-align: start;
  }
  .day input {
    position: absolute; /* under the button: the calendar opens there */
    inset: auto 0 0;
    opacity: 0;
    pointer-events: none;
  }
  .totals {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  b {
    font-size: var(--ha-font-size-xl, 20px);
    font-weight: var(--ha-font-weight-medium, 500);
  }
  .chart {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(1px, 1fr);
    align-items: end;
    justify-items: center;
    gap: 2px;
    height: 96px;
    border-bottom: 1px solid var(--divider-color);
  }
  .bar {
    width: min(100%, 24px);
    border-radius: 3px 3px 0 0;
    background: var(--primary-color);
  }
  .axis {
    display: flex;
    justify-content: space-between;
    font-size: var(--ha-font-size-xs, 11px);
  }
  .axis :only-child {
    margin: auto;
  }
  .scroll {
    max-height: 420px;
    overflow: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th {
    position: sticky;
    top: 0;
    background: var(--card-background-color);
    font-size: var(--ha-font-size-s, 12px);
    font-weight: normal;
    color: var(--secondary-text-color);
    text-align: start;
  }
  th,
  td {
    padding: 8px 10px 8px 0;
    white-space: nowrap;
  }
  td {
    border-top: 1px solid var(--divider-color);
  }
  .more {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 12px;
    padding: 8px;
  }
  .number {
    text-align: end;
  }
  .signed {
    min-height: 24px;
    padding: 0 4px;
    border: 0;
    background: none;
    color: var(--secondary-text-color);
    --mdc-icon-size: 18px;
  }
  .number:last-child {
    padding-inline-end: 4px;
  }

  /* On a phone a session is two lines: when and how much, then who, how long and how fast. */
  @container (max-width: 520px) {
    .filters > :nth-child(3) {
      grid-column: 1 / -1;
    }
    .scroll {
      max-height: none;
    }
    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    tr {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 0 12px;
      padding: 8px 0;
      border-top: 1px solid var(--divider-color);
    }
    tbody,
    table {
      display: block;
    }
    td,
    .number:last-child {
      padding: 0;
      border: 0;
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .start {
      order: 1;
    }
    .energy {
      order: 2;
      font-weight: var(--ha-font-weight-medium, 500);
    }
    .person {
      order: 3;
    }
    .duration {
      order: 4;
    }
    .wallbox {
      order: 5;
    }
    .peak {
      order: 6;
      grid-column: 2;
    }
    .peak.none {
      display: none;
    }
    .person,
    .duration,
    .wallbox,
    .peak {
      font-size: var(--ha-font-size-s, 12px);
      color: var(--secondary-text-color);
    }
  }
`;var st=30,Ds=6e4,Ls=6e4,Hs=864e5,rt=200,Ue=5e3,on=(r,t,e)=>{let n=URL.createObjectURL(new Blob([r],{type:`${t};charset=utf-8`})),s=document.createElement("a");s.href=n,s.download=e,s.click(),setTimeout(()=>{URL.revokeObjectURL(n)})},S=class extends b{constructor(){super(...arguments);this.onlyOwn=!1;this.total={count:0,energyWh:0};this.device="";this.person="";this.period="last";this.from="";this.to="";this.#n=0;this.#t=rt}#e;#n;#t;static{this.styles=[w,rn]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:A}}},{name:"days",selector:{number:{min:1,max:3660,mode:"box"}}}],computeLabel:Qe}}static getStubConfig(){return{days:st}}setConfig(e){this.config=e,this.device=e.device_id??"",this.period="last",this.hass&&this.#i()}getCardSize(){return 8}getGridOptions(){return{columns:"full",min_columns:6}}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.#i()}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e)}updated(e){let{hass:n}=this;if(!n||!e.has("hass"))return;let s=e.get("hass"),i=Q(n)==="ready";(!s||i&&Q(s)!=="ready")&&this.#i()}#i(){this.#t=rt;let e=this.#s.dayOf(new Date),n=this.config?.days??st;[this.from,this.to]=Qt(this.period,e,n)??[this.from,this.to],this.#o()}async#o(){clearTimeout(this.#e);let{hass:e}=this;if(!e)return;let n=this.#n+=1;if(!Ne(e)){this.error=this.#r("not_running");return}let s=Ds;try{let i=this.person?Ue:this.#t,o=await this.#d(e,{limit:i});if(n!==this.#n)return;this.sessions=o.sessions,this.total={count:o.total_count,energyWh:o.totals.energy_wh},this.onlyOwn=o.only_own===!0,this.error=void 0}catch(i){if(n!==this.#n)return;this.error=await F(e,i),s=Ls}this.isConnected&&(this.#e=setTimeout(()=>{this.#o()},s))}#d(e,n){return Y(e,"get_sessions",{...this.#p(),...n,newest_first:!0})}#p(){let e=this.#s,n=o=>new Date(Date.parse(`${o}T00:00Z`)+Hs).toISOString().slice(0,10),s=this.from&&e.midnight(this.from).toISOString(),i=this.to&&e.midnight(n(this.to)).toISOString();return{...this.device&&{device_id:this.device},...s&&{start:s},...i&&{end:i}}}render(){let{hass:e}=this;return!e||!this.config?c:d`<ha-card>
      <h2>${this.#r("sessions")}</h2>
      ${this.#a(e)} ${this.#l()}
    </ha-card>`}#l(){if(!this.sessions)return d`<p class="secondary" role="status">${this.error??this.#r("loading")}</p>`;let e=this.#c();if(!e.length){let s=this.onlyOwn?"no_own_sessions":"no_sessions";return d`<p class="secondary">${this.#r(s)}</p>`}let n=this.error?d`<p class="secondary" role="status">${this.error}</p>`:c;return d`${n} ${this.#y(e)} ${this.#b(e)} ${this.#w(e)}`}#c(){let e=this.sessions??[];return this.person?e.filter(n=>ze(n)===this.person):e}#a(e){let n=te(e),s=[...new Set((this.sessions??[]).map(ze))].filter(Boolean).sort();return d`<div class="filters">
      <label
        ><span>${this.#r("connector")}</span>
        <select
          @change=${i=>{this.device=i.target.value,this.#o()}}
        >
          <option value="">${this.#r("connectors_all")}</option>
          ${n.map(i=>d`<option value=${i.deviceId} .selected=${P(i.deviceId===this.device)}>
                ${Pe(e,i)}
              </option>`)}
        </select></label
      >
      <label
        ><span>${this.#r("person")}</span>
        <select
          @change=${i=>{this.person=i.target.value,this.#o()}}
        >
          <option value="">${this.#r("persons_all")}</option>
          ${s.map(i=>d`<option .selected=${P(i===this.person)}>${i}</option>`)}
        </select></label
      >
      <label
        ><span>${this.#r("period")}</span>
        <select
          @change=${i=>{this.period=i.target.value,this.#i()}}
        >
          ${Xt.map(i=>d`<option value=${i} .selected=${P(i===this.period)}>
                ${this.#_(i)}
              </option>`)}
        </select></label
      >
      ${this.period==="own"?d`${this.#m("from")} ${this.#m("to")}`:c}
    </div>`}#_(e){let n=this.config?.days??st,s=ne(this.hass?.language,`period_${e}`,n);return T(s,new Map([["days",String(n)]]))}#m(e){let n=this[e],s=this.#s.day(n);return d`<div class="day">
      <span>${this.#r(e)}</span>
      <input
        type="date"
        tabindex="-1"
        aria-hidden="true"
        min=${e==="to"&&this.from||c}
        max=${e==="from"&&this.to||c}
        .value=${P(n)}
        @change=${i=>{this[e]=i.target.value||n,this.#o()}}
      />
      <button
        aria-label="${this.#r(e)}: ${s}"
        @click=${i=>{i.currentTarget.previousElementSibling.showPicker()}}
      >
        ${s}
      </button>
    </div>`}#y(e){let{person:n,total:s}=this,i=n?en(e):s.energyWh,o=n?e.length:s.count;return d`<div class="totals">
      <span
        ><b>${this.#s.energy(i)}</b>
        <span class="secondary"
          >${this.#r("energy_total")} (${this.#s.number(o,0)})</span
        ><br />
        <span class="secondary">${this.#s.days(this.from,this.to)}</span></span
      >
      <button
        @click=${()=>{this.#g(e)}}
      >
        ${this.#r("csv")}
      </button>
    </div>`}#b(e){let n=tn(e,this.#s),s=Math.max(...n.map(i=>i.energyWh),1);return d`<div class="chart" role="img" aria-label=${this.#r("energy_total")}>
        ${n.map(i=>d`<div
              class="bar"
              style="height:${(i.energyWh/s*100).toFixed(1)}%"
              title="${i.label}: ${this.#s.energy(i.energyWh)}"
            ></div>`)}
      </div>
      <div class="axis secondary" aria-hidden="true">
        <span>${n[0]?.label}</span>
        ${n.length>1?d`<span>${n.at(-1)?.label}</span>`:c}
      </div>`}#w(e){let n=new Set(e.map(i=>i.charge_point_id)).size>1,s=i=>i?this.#s.dateTime(new Date(i)):"–";return d`<div class="scroll" tabindex="0" role="region" aria-label=${this.#r("sessions")}>
      <table>
        <thead>
          <tr>
            <th scope="col">${this.#r("start")}</th>
            ${n?d`<th scope="col">${this.#r("charge_point")}</th>`:c}
            <th scope="col">${this.#r("person")}</th>
            <th scope="col" class="number">${this.#r("energy")}</th>
            <th scope="col" class="number">${this.#r("duration")}</th>
            <th scope="col" class="number">${this.#r("peak_power")}</th>
          </tr>
        </thead>
        <tbody>
          ${e.map(i=>d`<tr>
                <td class="start">${s(i.started_at??i.stopped_at)}</td>
                ${n?d`<td class="wallbox">${i.charge_point_name??i.charge_point_id}</td>`:c}
                <td class="person">${ze(i)}</td>
                <td class="number energy">
                  ${i.energy_estimated?d`<abbr title=${this.#r("estimated")}>≈</abbr> `:c}${this.#s.energy(i.energy_wh)}
                  ${this.#f(i)}
                </td>
                <td class="number duration">${this.#$(i)}</td>
                <td class="number peak ${i.peak_power_w===null?"none":""}">
                  ${i.peak_power_w===null?"–":this.#s.power(i.peak_power_w)}
                </td>
              </tr>`)}
        </tbody>
      </table>
      ${this.#v()}
    </div>`}#v(){let e=this.sessions?.length??0;if(this.person||e>=this.total.count)return c;let n=i=>this.#s.number(i,0),s=new Map([["shown",n(e)],["total",n(this.total.count)]]);return d`<div class="more">
      <span class="secondary">${T(this.#r("shown_of"),s)}</span>
      ${e<Ue?d`<button
              @click=${()=>{this.#t=Math.min(this.#t+rt,Ue),this.#o()}}
            >
              ${this.#r("more_sessions")}
            </button>`:c}
    </div>`}#$(e){let n=nn(e);return n!==void 0?ge(n):e.stopped_at===null?this.#r("running"):"–"}async#u(e){let{hass:n}=this;if(!n||this.person||e.length>=this.total.count)return e;let s=[];for(;;){let i=await this.#d(n,{limit:Ue,offset:s.length});if(s.push(...i.sessions),!i.sessions.length||s.length>=i.total_count)return s}}async#g(e){let n=await this.#u(e);on(Jt(n),"text/csv",`plug-control-${this.from}-${this.to}.csv`)}#f(e){return e.signed_values?d`<button
      class="signed"
      title=${this.#r("signed")}
      aria-label=${this.#r("signed")}
      @click=${()=>{this.#h(e)}}
    >
      <ha-icon icon="mdi:certificate-outline"></ha-icon>
    </button>`:c}async#h(e){let{hass:n}=this;if(!n)return;let{charge_point_id:s,session_id:i}=e;try{let o=await Y(n,"get_signed_values",{charge_point_id:s,session_id:i});on(sn(o),"application/xml",`plug-control-${String(i)}.xml`)}catch(o){this.error=await F(n,o)}}get#s(){return this.hass?x(this.hass):new G({language:"en"},"UTC")}#r(e){return y(this.hass?.language,e)}};u([g({attribute:!1})],S.prototype,"hass",2),u([_()],S.prototype,"config",2),u([_()],S.prototype,"sessions",2),u([_()],S.prototype,"error",2),u([_()],S.prototype,"onlyOwn",2),u([_()],S.prototype,"total",2),u([_()],S.prototype,"device",2),u([_()],S.prototype,"person",2),u([_()],S.prototype,"period",2),u([_()],S.prototype,"from",2),u([_()],S.prototype,"to",2);var an=r=>({title:"Plug Control",views:[{title:"Plug Control",cards:[{type:"custom:plug-control-waiting-card",...r&&{error:r}}]}]}),Ie=class extends HTMLElement{static async generate(t,e){if(!Ne(e))return an();try{return await Y(e,"get_dashboard",{language:e.language})}catch(n){return an(await F(e,n))}}};var Ws={"plug-control-mode":U,"plug-control-limit":H,"plug-control-plan":I,"plug-control-graph":k,"plug-control-card":L,"plug-control-sessions-card":S,"plug-control-call-card":se,"plug-control-counts-card":re,"plug-control-found-card":X,"plug-control-power-card":ie,"plug-control-waiting-card":oe,"ll-strategy-dashboard-plug-control":Ie},Ns=(r,t)=>{let e=r.entities[t];return e?.platform!==A||!e.device_id?null:{config:{type:"custom:plug-control-card",device_id:e.device_id}}},zs=()=>{let r=document.documentElement.lang||navigator.language,t=window;(t.customCards??=[]).push({type:"plug-control-card",name:"Plug Control",description:y(r,"card_description"),preview:!0,getEntitySuggestion:Ns},{type:"plug-control-sessions-card",name:`Plug Control: ${y(r,"sessions")}`,description:y(r,"sessions_description"),preview:!0}),(t.customStrategies??=[]).push({type:"plug-control",strategyType:"dashboard",name:"Plug Control",description:y(r,"dashboard_description")})},Us=Promise.race(["home-assistant","hc-main"].map(r=>customElements.whenDefined(r)));zs();Us.then(()=>{for(let[r,t]of Object.entries(Ws))customElements.get(r)||customElements.define(r,t)});
