var Yt=Object.defineProperty;var Jt=Object.getOwnPropertyDescriptor;var h=(r,t,e,n)=>{for(var s=n>1?void 0:n?Jt(t,e):t,i=r.length-1,o;i>=0;i--)(o=r[i])&&(s=(n?o(t,e,s):o(s))||s);return n&&s&&Yt(t,e,s),s};var me=globalThis,fe=me.ShadowRoot&&(me.ShadyCSS===void 0||me.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Ue=Symbol(),et=new WeakMap,re=class{constructor(t,e,n){if(this._$cssResult$=!0,n!==Ue)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(fe&&t===void 0){let n=e!==void 0&&e.length===1;n&&(t=et.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),n&&et.set(e,t))}return t}toString(){return this.cssText}},tt=r=>new re(typeof r=="string"?r:r+"",void 0,Ue),$=(r,...t)=>{let e=r.length===1?r[0]:t.reduce((n,s,i)=>n+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(s)+r[i+1],r[0]);return new re(e,r,Ue)},nt=(r,t)=>{if(fe)r.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let n=document.createElement("style"),s=me.litNonce;s!==void 0&&n.setAttribute("nonce",s),n.textContent=e.cssText,r.appendChild(n)}},Ie=fe?r=>r:r=>r instanceof CSSStyleSheet?(t=>{let e="";for(let n of t.cssRules)e+=n.cssText;return tt(e)})(r):r;var{is:Xt,defineProperty:Qt,getOwnPropertyDescriptor:en,getOwnPropertyNames:tn,getOwnPropertySymbols:nn,getPrototypeOf:sn}=Object,ge=globalThis,st=ge.trustedTypes,rn=st?st.emptyScript:"",on=ge.reactiveElementPolyfillSupport,ie=(r,t)=>r,oe={toAttribute(r,t){switch(t){case Boolean:r=r?rn:null;break;case Object:case Array:r=r==null?r:JSON.stringify(r)}return r},fromAttribute(r,t){let e=r;switch(t){case Boolean:e=r!==null;break;case Number:e=r===null?null:Number(r);break;case Object:case Array:try{e=JSON.parse(r)}catch{e=null}}return e}},ye=(r,t)=>!Xt(r,t),rt={attribute:!0,type:String,converter:oe,reflect:!1,useDefault:!1,hasChanged:ye};Symbol.metadata??=Symbol("metadata"),ge.litPropertyMetadata??=new WeakMap;var H=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=rt){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let n=Symbol(),s=this.getPropertyDescriptor(t,n,e);s!==void 0&&Qt(this.prototype,t,s)}}static getPropertyDescriptor(t,e,n){let{get:s,set:i}=en(this.prototype,t)??{get(){return this[e]},set(o){this[e]=o}};return{get:s,set(o){let a=s?.call(this);i?.call(this,o),this.requestUpdate(t,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??rt}static _$Ei(){if(this.hasOwnProperty(ie("elementProperties")))return;let t=sn(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(ie("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(ie("properties"))){let e=this.properties,n=[...tn(e),...nn(e)];for(let s of n)this.createProperty(s,e[s])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[n,s]of e)this.elementProperties.set(n,s)}this._$Eh=new Map;for(let[e,n]of this.elementProperties){let s=this._$Eu(e,n);s!==void 0&&this._$Eh.set(s,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let n=new Set(t.flat(1/0).reverse());for(let s of n)e.unshift(Ie(s))}else t!==void 0&&e.push(Ie(t));return e}static _$Eu(t,e){let n=e.attribute;return n===!1?void 0:typeof n=="string"?n:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let n of e.keys())this.hasOwnProperty(n)&&(t.set(n,this[n]),delete this[n]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return nt(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,n){this._$AK(t,n)}_$ET(t,e){let n=this.constructor.elementProperties.get(t),s=this.constructor._$Eu(t,n);if(s!==void 0&&n.reflect===!0){let i=(n.converter?.toAttribute!==void 0?n.converter:oe).toAttribute(e,n.type);this._$Em=t,i==null?this.removeAttribute(s):this.setAttribute(s,i),this._$Em=null}}_$AK(t,e){let n=this.constructor,s=n._$Eh.get(t);if(s!==void 0&&this._$Em!==s){let i=n.getPropertyOptions(s),o=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:oe;this._$Em=s;let a=o.fromAttribute(e,i.type);this[s]=a??this._$Ej?.get(s)??a,this._$Em=null}}requestUpdate(t,e,n,s=!1,i){if(t!==void 0){let o=this.constructor;if(s===!1&&(i=this[t]),n??=o.getPropertyOptions(t),!((n.hasChanged??ye)(i,e)||n.useDefault&&n.reflect&&i===this._$Ej?.get(t)&&!this.hasAttribute(o._$Eu(t,n))))return;this.C(t,e,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:n,reflect:s,wrapped:i},o){n&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,o??e??this[t]),i!==!0||o!==void 0)||(this._$AL.has(t)||(this.hasUpdated||n||(e=void 0),this._$AL.set(t,e)),s===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[s,i]of this._$Ep)this[s]=i;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[s,i]of n){let{wrapped:o}=i,a=this[s];o!==!0||this._$AL.has(s)||a===void 0||this.C(s,void 0,i,a)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(e)):this._$EM()}catch(n){throw t=!1,this._$EM(),n}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};H.elementStyles=[],H.shadowRootOptions={mode:"open"},H[ie("elementProperties")]=new Map,H[ie("finalized")]=new Map,on?.({ReactiveElement:H}),(ge.reactiveElementVersions??=[]).push("2.1.2");var ze=globalThis,it=r=>r,_e=ze.trustedTypes,ot=_e?_e.createPolicy("lit-html",{createHTML:r=>r}):void 0,Be="$lit$",W=`lit$${Math.random().toFixed(9).slice(2)}$`,Ve="?"+W,an=`<${Ve}>`,j=document,ce=()=>j.createComment(""),le=r=>r===null||typeof r!="object"&&typeof r!="function",je=Array.isArray,ht=r=>je(r)||typeof r?.[Symbol.iterator]=="function",Fe=`[ 	
\f\r]`,ae=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,at=/-->/g,ct=/>/g,B=RegExp(`>|${Fe}(?:([^\\s"'>=/]+)(${Fe}*=${Fe}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),lt=/'/g,dt=/"/g,ut=/^(?:script|style|textarea|title)$/i,Ze=r=>(t,...e)=>({_$litType$:r,strings:t,values:e}),d=Ze(1),Ae=Ze(2),As=Ze(3),E=Symbol.for("lit-noChange"),l=Symbol.for("lit-nothing"),pt=new WeakMap,V=j.createTreeWalker(j,129);function mt(r,t){if(!je(r)||!r.hasOwnProperty("raw"))throw Error("invalid template strings array");return ot!==void 0?ot.createHTML(t):t}var ft=(r,t)=>{let e=r.length-1,n=[],s,i=t===2?"<svg>":t===3?"<math>":"",o=ae;for(let a=0;a<e;a++){let c=r[a],u,p,m=-1,b=0;for(;b<c.length&&(o.lastIndex=b,p=o.exec(c),p!==null);)b=o.lastIndex,o===ae?p[1]==="!--"?o=at:p[1]!==void 0?o=ct:p[2]!==void 0?(ut.test(p[2])&&(s=RegExp("</"+p[2],"g")),o=B):p[3]!==void 0&&(o=B):o===B?p[0]===">"?(o=s??ae,m=-1):p[1]===void 0?m=-2:(m=o.lastIndex-p[2].length,u=p[1],o=p[3]===void 0?B:p[3]==='"'?dt:lt):o===dt||o===lt?o=B:o===at||o===ct?o=ae:(o=B,s=void 0);let w=o===B&&r[a+1].startsWith("/>")?" ":"";i+=o===ae?c+an:m>=0?(n.push(u),c.slice(0,m)+Be+c.slice(m)+W+w):c+W+(m===-2?a:w)}return[mt(r,i+(r[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),n]},de=class r{constructor({strings:t,_$litType$:e},n){let s;this.parts=[];let i=0,o=0,a=t.length-1,c=this.parts,[u,p]=ft(t,e);if(this.el=r.createElement(u,n),V.currentNode=this.el.content,e===2||e===3){let m=this.el.content.firstChild;m.replaceWith(...m.childNodes)}for(;(s=V.nextNode())!==null&&c.length<a;){if(s.nodeType===1){if(s.hasAttributes())for(let m of s.getAttributeNames())if(m.endsWith(Be)){let b=p[o++],w=s.getAttribute(m).split(W),ue=/([.?@])?(.*)/.exec(b);c.push({type:1,index:i,name:ue[2],strings:w,ctor:ue[1]==="."?ve:ue[1]==="?"?we:ue[1]==="@"?$e:q}),s.removeAttribute(m)}else m.startsWith(W)&&(c.push({type:6,index:i}),s.removeAttribute(m));if(ut.test(s.tagName)){let m=s.textContent.split(W),b=m.length-1;if(b>0){s.textContent=_e?_e.emptyScript:"";for(let w=0;w<b;w++)s.append(m[w],ce()),V.nextNode(),c.push({type:2,index:++i});s.append(m[b],ce())}}}else if(s.nodeType===8)if(s.data===Ve)c.push({type:2,index:i});else{let m=-1;for(;(m=s.data.indexOf(W,m+1))!==-1;)c.push({type:7,index:i}),m+=W.length-1}i++}}static createElement(t,e){let n=j.createElement("template");return n.innerHTML=t,n}};function Z(r,t,e=r,n){if(t===E)return t;let s=n!==void 0?e._$Co?.[n]:e._$Cl,i=le(t)?void 0:t._$litDirective$;return s?.constructor!==i&&(s?._$AO?.(!1),i===void 0?s=void 0:(s=new i(r),s._$AT(r,e,n)),n!==void 0?(e._$Co??=[])[n]=s:e._$Cl=s),s!==void 0&&(t=Z(r,s._$AS(r,t.values),s,n)),t}var be=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,s=(t?.creationScope??j).importNode(e,!0);V.currentNode=s;let i=V.nextNode(),o=0,a=0,c=n[0];for(;c!==void 0;){if(o===c.index){let u;c.type===2?u=new Q(i,i.nextSibling,this,t):c.type===1?u=new c.ctor(i,c.name,c.strings,this,t):c.type===6&&(u=new xe(i,this,t)),this._$AV.push(u),c=n[++a]}o!==c?.index&&(i=V.nextNode(),o++)}return V.currentNode=j,s}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},Q=class r{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,n,s){this.type=2,this._$AH=l,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=n,this.options=s,this._$Cv=s?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=Z(this,t,e),le(t)?t===l||t==null||t===""?(this._$AH!==l&&this._$AR(),this._$AH=l):t!==this._$AH&&t!==E&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):ht(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==l&&le(this._$AH)?this._$AA.nextSibling.data=t:this.T(j.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:n}=t,s=typeof n=="number"?this._$AC(t):(n.el===void 0&&(n.el=de.createElement(mt(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===s)this._$AH.p(e);else{let i=new be(s,this),o=i.u(this.options);i.p(e),this.T(o),this._$AH=i}}_$AC(t){let e=pt.get(t.strings);return e===void 0&&pt.set(t.strings,e=new de(t)),e}k(t){je(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,n,s=0;for(let i of t)s===e.length?e.push(n=new r(this.O(ce()),this.O(ce()),this,this.options)):n=e[s],n._$AI(i),s++;s<e.length&&(this._$AR(n&&n._$AB.nextSibling,s),e.length=s)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let n=it(t).nextSibling;it(t).remove(),t=n}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},q=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,s,i){this.type=1,this._$AH=l,this._$AN=void 0,this.element=t,this.name=e,this._$AM=s,this.options=i,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=l}_$AI(t,e=this,n,s){let i=this.strings,o=!1;if(i===void 0)t=Z(this,t,e,0),o=!le(t)||t!==this._$AH&&t!==E,o&&(this._$AH=t);else{let a=t,c,u;for(t=i[0],c=0;c<i.length-1;c++)u=Z(this,a[n+c],e,c),u===E&&(u=this._$AH[c]),o||=!le(u)||u!==this._$AH[c],u===l?t=l:t!==l&&(t+=(u??"")+i[c+1]),this._$AH[c]=u}o&&!s&&this.j(t)}j(t){t===l?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},ve=class extends q{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===l?void 0:t}},we=class extends q{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==l)}},$e=class extends q{constructor(t,e,n,s,i){super(t,e,n,s,i),this.type=5}_$AI(t,e=this){if((t=Z(this,t,e,0)??l)===E)return;let n=this._$AH,s=t===l&&n!==l||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,i=t!==l&&(n===l||s);s&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},xe=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){Z(this,t)}},gt={M:Be,P:W,A:Ve,C:1,L:ft,R:be,D:ht,V:Z,I:Q,H:q,N:we,U:$e,B:ve,F:xe},cn=ze.litHtmlPolyfillSupport;cn?.(de,Q),(ze.litHtmlVersions??=[]).push("3.3.3");var yt=(r,t,e)=>{let n=e?.renderBefore??t,s=n._$litPart$;if(s===void 0){let i=e?.renderBefore??null;n._$litPart$=s=new Q(t.insertBefore(ce(),i),i,void 0,e??{})}return s._$AI(r),s};var qe=globalThis,_=class extends H{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=yt(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return E}};_._$litElement$=!0,_.finalized=!0,qe.litElementHydrateSupport?.({LitElement:_});var ln=qe.litElementPolyfillSupport;ln?.({LitElement:_});(qe.litElementVersions??=[]).push("4.2.2");var dn={attribute:!0,type:String,converter:oe,reflect:!1,hasChanged:ye},pn=(r=dn,t,e)=>{let{kind:n,metadata:s}=e,i=globalThis.litPropertyMetadata.get(s);if(i===void 0&&globalThis.litPropertyMetadata.set(s,i=new Map),n==="setter"&&((r=Object.create(r)).wrapped=!0),i.set(e.name,r),n==="accessor"){let{name:o}=e;return{set(a){let c=t.get.call(this);t.set.call(this,a),this.requestUpdate(o,c,r,!0,a)},init(a){return a!==void 0&&this.C(o,void 0,r,a),a}}}if(n==="setter"){let{name:o}=e;return function(a){let c=this[o];t.call(this,a),this.requestUpdate(o,c,r,!0,a)}}throw Error("Unsupported decorator location: "+n)};function f(r){return(t,e)=>typeof e=="object"?pn(r,t,e):((n,s,i)=>{let o=s.hasOwnProperty(i);return s.constructor.createProperty(i,n),o?Object.getOwnPropertyDescriptor(s,i):void 0})(r,t,e)}function y(r){return f({...r,state:!0,attribute:!1})}var hn={comma_decimal:["en-US","en"],decimal_comma:["de","es","it"],quote_decimal:["de-CH","it-CH"],space_comma:["fr","sv","cs"],none:["en-US"]},un={DMY:["day","month","year"],MDY:["month","day","year"],YMD:["year","month","day"]},mn=r=>new Intl.DateTimeFormat(r,{hour:"numeric"}).resolvedOptions().hour12??!1,K=class{constructor(t,e){this.hour=t=>this.#t()?new Intl.DateTimeFormat(this.language,{hour:"numeric",hourCycle:"h12",timeZone:"UTC"}).format(Date.UTC(2e3,0,1,t)):String(t).padStart(2,"0");this.#e=t;let n=new Intl.DateTimeFormat().resolvedOptions().timeZone;this.timeZone=t.time_zone==="local"&&n?n:e}#e;get language(){return this.#e.language}number(t,e,n=e){let s=this.#e.number_format??"language",i=s==="system"?void 0:hn[s]??this.language;return new Intl.NumberFormat(i,{minimumFractionDigits:n,maximumFractionDigits:e,useGrouping:s!=="none"}).format(t)}power(t){let e=Math.abs(t)<995?2:1,n=Math.abs(t)<5;return`${this.number(n?0:t/1e3,n?0:e)} kW`}energy(t){return`${this.number(t/1e3,t<1e5?2:1)} kWh`}current(t){return`${this.number(t,1)} A`}price(t,e=""){return`${this.number(t,Math.abs(t)<1?3:2,2)} ${e}`.trim()}time(t){return this.#n(t,this.timeZone)}timeOfDay(t){let e=new Date(`2000-01-01T${t.slice(0,5)}Z`);return Number.isNaN(e.getTime())?"":this.#n(e,"UTC")}hourOf(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("en",{hour:"numeric",hourCycle:"h23",timeZone:e});return Number(n.format(t))}#n(t,e){let n=this.#t();return new Intl.DateTimeFormat(this.language,{hour:n?"numeric":"2-digit",minute:"2-digit",hourCycle:n?"h12":"h23",timeZone:e}).format(t)}#t(){let{time_format:t,language:e}=this.#e;return t==="12"?!0:t==="24"?!1:mn(t==="system"?void 0:e)}timeNear(t,e){let n=this.time(t);if(t.getTime()-e.getTime()<864e5)return n;let{timeZone:s}=this;return`${new Intl.DateTimeFormat(this.language,{weekday:"short",timeZone:s}).format(t)} ${n}`}span(t,e,n){let s=t>n?t:n;return`${this.timeNear(t,n)}–${this.timeNear(e,s)}`}date(t){return this.#r(t,{year:"numeric"},this.timeZone)}dayAndMonth(t){return this.#r(new Date(`${t}T00:00Z`),{},"UTC")}days(t,e){let n=s=>s&&this.#r(new Date(`${s}T00:00Z`),{year:"numeric"},"UTC");return`${n(t)} – ${n(e)}`}dateTime(t){return`${this.date(t)}, ${this.time(t)}`}#r(t,e,n){let s=this.#e.date_format??"language",i=new Intl.DateTimeFormat(s==="system"?void 0:this.language,{day:"numeric",month:"numeric",timeZone:n,...e}),o=un[s];if(!o)return i.format(t);let a=i.formatToParts(t),c=a.find(u=>u.type==="literal")?.value??"/";return o.flatMap(u=>a.find(p=>p.type===u)?.value??[]).join(c)}dayOf(t){let{timeZone:e}=this;return new Intl.DateTimeFormat("sv-SE",{timeZone:e,dateStyle:"short"}).format(t)}midnight(t){let e=Date.parse(`${t}T00:00Z`),n=e-this.#i(e);return new Date(e-this.#i(n))}#i(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("sv-SE",{year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",second:"2-digit",timeZone:e}).format(t);return Date.parse(`${n.replace(" ","T")}Z`)-t}},pe=r=>{let t=Math.floor(r/60),e=t%60;return t<60?`${t} min`:`${Math.floor(t/60)} h ${String(e).padStart(2,"0")} min`},_t=r=>r<=120?`${r} s`:r<7200?`${Math.ceil(r/60)} min`:pe(r),S=r=>new K(r.locale??{language:r.language},r.config.time_zone);var G=async(r,t)=>{if(typeof t!="object"||t===null)return String(t);let e=t,{translation_domain:n,translation_key:s}=e;if(n&&s&&r.loadBackendTranslation){let o=(await r.loadBackendTranslation("exceptions",n).catch(()=>{}))?.(`component.${n}.exceptions.${s}.message`,e.translation_placeholders);if(o)return o}return typeof e.message=="string"?e.message:JSON.stringify(t)},bt=async(r,t,e,n={})=>{let s=t.split(".",1)[0]??"";try{await r.callService(s,e,{entity_id:t,...n},void 0,!1);return}catch(i){return G(r,i)}},Ee=async(r,t,e={})=>(await r.callService("plug_control",t,e,void 0,!1,!0)).response;var x="plug_control",he="unavailable",fn="number.maximum_current",gn=r=>{let t=new Map;for(let e of Object.values(r.entities)){if(e.platform!==x||!e.device_id)continue;let n=t.get(e.device_id);n?n.push(e):t.set(e.device_id,[e])}return t},vt=r=>{let t=new Map,e=[...r].sort((n,s)=>n.entity_id.localeCompare(s.entity_id));for(let{entity_id:n,translation_key:s}of e){let i=n.split(".",1)[0]??"",o=`${i}.${s??i}`;t.set(o,[...t.get(o)??[],n])}return t},Ke=r=>r?.name_by_user??r?.name??"",ee=r=>{let t=gn(r),e=[];for(let[s,i]of t){let o=vt(i);if(!o.has(fn))continue;let a=r.devices[s],c=a?.parent_device_id??s;e.push({deviceId:s,chargePointId:c,name:Ke(a),chargePointName:Ke(r.devices[c])||Ke(a),entities:o,chargePointEntities:vt(t.get(c)??[])})}let n=s=>`${s.chargePointName}
${s.name}`;return e.sort((s,i)=>n(s).localeCompare(n(i)))},yn=`${x}.former_device`,_n=(r,t)=>r?.identifiers?.some(([e,n])=>e===yn&&n===t)??!1,wt=(r,t)=>{let e=ee(r);return t?e.find(n=>n.deviceId===t)??e.find(n=>_n(r.devices[n.deviceId],t))??e.find(n=>n.chargePointId===t):e[0]},Ce=(r,t)=>{let{name:e,chargePointId:n,chargePointName:s}=t;return ee(r).filter(o=>o.chargePointId===n).length===1?s:e.startsWith(s)?e:`${s} · ${e}`},D=(r,t)=>t===void 0?void 0:r.states[t],C=r=>r!==void 0&&r.state!==he&&r.state!=="unknown",I=r=>{if(!C(r)||r.state.trim()==="")return;let t=Number(r.state);if(!Number.isFinite(t))return;let e=bn[String(r.attributes.unit_of_measurement)]??1;return t*e},bn={kW:1e3,kWh:1e3,MW:1e6,MWh:1e6,mA:.001};var vn=new Set(["button","number","select","switch","time"]),wn=5e3,$t=r=>vn.has(r.split(".",1)[0]??""),Te=class{#e;#n="";#t=new Set;#r;constructor(t){this.#e=t,t.addController(this)}hostDisconnected(){clearTimeout(this.#r),this.#n=""}within(t,e){if(t.user?.is_admin!==!1)return e;let n=[...e.entities],s=n.flatMap(([a,c])=>$t(a)?c:[]),i=JSON.stringify([t.user.id,s]);i!==this.#n&&this.#i(t,s,i);let o=new Map(n.map(([a,c])=>[a,$t(a)?c.filter(u=>this.#t.has(u)):c]).filter(([,a])=>a.length>0));return{...e,entities:o}}async#i(t,e,n){clearTimeout(this.#r),this.#n=n,this.#t=new Set;try{let s=await t.callWS({type:"plug_control/controllable",entity_ids:e});n===this.#n&&(this.#t=new Set(s))}catch{this.#r=setTimeout(()=>{this.#n="",this.#e.requestUpdate()},wn)}this.#e.requestUpdate()}};var xt={amperes_per_phase:"Amperes per phase",boost:"Boost",boost_hint:"Full power until this charge ends",call_address:"This is the address that has to stand in its settings, where it asks for the OCPP server:",card_description:"One connector: what it does, why, and everything to control it.",charging:"Charging",choose_connector:"Choose a connector of Plug Control in the card's settings.",connector:"Connector",connectors_all:"All connectors",count_charging:"charging",count_free:"free",count_offline:"offline",count_plugged_in:"plugged in",csv:"Download CSV",dashboard_description:"All wallboxes, their sessions and their energy; new ones appear by themselves.",dismiss:"Dismiss",duration:"Duration",end:"End",energy:"Energy",energy_kwh:"Energy (kWh)",energy_total:"Energy of these sessions",estimated:"estimated",every:"Repeat",failed:"That did not work",from:"From",ha_starts:"Home Assistant is starting …",history:"Last hours and what is planned",hour:"Hour",limit:"Maximum current",loading:"Loading …",main_fuse:"the main fuse",minute:"Minute",mode:"Charging mode",more_sessions:"Show more",name:"Name",named_circuit:"“{name}”",no_connectors:"No wallbox has connected to Plug Control yet.",no_own_sessions:"None of your cards charged in this time. Sessions of others are for administrators, unless an option of Plug Control shares them.",no_sessions:"No sessions in this time.",not_connected:"{name} is not connected",not_running:"Plug Control is set up, but does not run. This page goes on by itself as soon as it does.",not_set_up:"Plug Control is not set up here (any more). Add the integration, or delete this dashboard.",offline:"Offline",offline_since:"Offline since",one_phase:"one phase",open_settings:"Open the settings",paused:"Paused",peak_power:"Peak power",period:"Time",period_last:"Last {days} days",period_last_month:"Last month",period_own:"From … to …",period_this_month:"This month",period_this_year:"This year",person:"Who",persons_all:"Everyone",plan:"Plan",plan_none:"No plan",plan_planned:"Planned",plan_use:"Charge by this plan",power:"Power",price:"Price",problem:"Problem",ready_by:"Ready by",reason:"Why",reason_cheap:"Electricity is cheap: {price}, limit {price_limit}",reason_holding_minimum:"Too little surplus: pausing in {wait}",reason_home_battery_first:"The home battery comes first: {soc} of {target}",reason_limited_by_circuit:"Limited by {circuit}",reason_limited_by_circuit_phase:"Limited by {circuit} on {phase}",reason_limited_by_circuit_wait:"Switched off by {circuit} on {phase}; may start again in {wait}",reason_limited_by_away:"Limited by {circuit}: {away} is offline and counts with {away_current}",reason_minimum_off_time:"Enough surplus: charging starts in {wait}",reason_plan:"Charging by plan {span}",reason_plan_cheapest:"Cheapest hours {span}",reason_plan_solar:"Planned sunny hours {span}",reason_plan_unreachable:"Full power, yet {energy} will be missing at {end}",reason_plan_waiting:"Waiting for the planned hours {span}",reason_plan_waiting_cheapest:"Waiting for the cheapest hours {span}",reason_plan_waiting_solar:"Waiting for the sunny hours {span}",reason_switching_phases:"Switching to {phases}",reason_switching_phases_wait:"Switching to {phases}: charging again in {wait}",reason_waiting_for_surplus:"Waiting for {power} of surplus",reason_waiting_for_surplus_wait:"Waiting for {power} of surplus for {wait}",reason_waiting_for_turn:"Waiting for its turn: {circuit} is fully used",reason_waiting_for_turn_wait:"Waiting for its turn, {wait} at most: {circuit} is fully used",refused_call:"Someone called under its name from {address} ({time}) and was refused: {cause}.",register:"Register",repairs:"Open the repairs",running:"running",session:"Session",sessions:"Sessions",sessions_description:"The sessions of the ledger, with totals, a chart and a download.",several_phases:"{phases} phases",show_controls:"Show controls",show_graph:"Show the graph",show_plan:"Show the plan",shown_of:"{shown} of {total}",solar_share:"From the sun",start:"Start",start_charging:"Start charging",state_of_charge:"State of charge",stop_charging:"Stop charging",stop_reason:"Ended by",sun:"Sun",target_soc:"Charge to (%)",to:"To",unknown_card:"{id_tag}, presented at {charge_point}",unknown_cards:"Cards that nobody knows",wallbox:"Wallbox",whose_card:"Whose card is it?"},$n={amperes_per_phase:"Ampere je Phase",boost:"Boost",boost_hint:"Volle Leistung bis zum Ende dieses Ladevorgangs",call_address:"Diese Adresse muss in ihren Einstellungen stehen, dort, wo sie nach dem OCPP-Server fragt:",card_description:"Ein Anschluss: was er tut, warum, und alles, um ihn zu steuern.",charging:"Lädt",choose_connector:"In den Einstellungen der Karte einen Anschluss von Plug Control wählen.",connector:"Anschluss",connectors_all:"Alle Anschlüsse",count_charging:"laden",count_free:"frei",count_offline:"offline",count_plugged_in:"angesteckt",csv:"CSV herunterladen",dashboard_description:"Alle Wallboxen, ihre Ladevorgänge und ihre Energie; neue erscheinen von selbst.",dismiss:"Ausblenden",duration:"Dauer",end:"Ende",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie dieser Ladevorgänge",estimated:"geschätzt",every:"Wiederholen",failed:"Das hat nicht geklappt",from:"Von",ha_starts:"Home Assistant startet gerade …",history:"Letzte Stunden und Geplantes",hour:"Stunde",limit:"Maximaler Strom",loading:"Lädt …",main_fuse:"die Hauptsicherung",minute:"Minute",mode:"Lademodus",more_sessions:"Mehr anzeigen",name:"Name",named_circuit:"„{name}“",no_connectors:"Noch hat sich keine Wallbox mit Plug Control verbunden.",no_own_sessions:"Mit deinen Karten wurde in dieser Zeit nicht geladen. Die Ladevorgänge anderer sieht nur, wer das System verwaltet, außer eine Option von Plug Control gibt sie frei.",no_sessions:"Keine Ladevorgänge in dieser Zeit.",not_connected:"{name} ist nicht verbunden",not_running:"Plug Control ist eingerichtet, läuft aber nicht. Sobald es läuft, geht es hier von selbst weiter.",not_set_up:"Plug Control ist hier nicht (mehr) eingerichtet. Füge die Integration hinzu oder lösche dieses Dashboard.",offline:"Offline",offline_since:"Offline seit",one_phase:"eine Phase",open_settings:"Einstellungen öffnen",paused:"Pausiert",peak_power:"Höchste Leistung",period:"Zeitraum",period_last:"Letzte {days} Tage",period_last_month:"Letzter Monat",period_own:"Von … bis …",period_this_month:"Dieser Monat",period_this_year:"Dieses Jahr",person:"Wer",persons_all:"Alle",plan:"Plan",plan_none:"Kein Plan",plan_planned:"Geplant",plan_use:"Nach diesem Plan laden",power:"Leistung",price:"Preis",problem:"Störung",ready_by:"Fertig bis",reason:"Warum",reason_cheap:"Strom ist günstig: {price}, Grenze {price_limit}",reason_holding_minimum:"Zu wenig Überschuss: pausiert in {wait}",reason_home_battery_first:"Der Hausspeicher kommt zuerst: {soc} von {target}",reason_limited_by_circuit:"Begrenzt durch {circuit}",reason_limited_by_circuit_phase:"Begrenzt durch {circuit} auf {phase}",reason_limited_by_circuit_wait:"Abgeschaltet durch {circuit} auf {phase}; darf in {wait} wieder starten",reason_limited_by_away:"Begrenzt durch {circuit}: {away} ist offline und zählt mit {away_current}",reason_minimum_off_time:"Genug Überschuss: lädt in {wait}",reason_plan:"Lädt nach Plan {span}",reason_plan_cheapest:"Günstigste Stunden {span}",reason_plan_solar:"Geplante Sonnenstunden {span}",reason_plan_unreachable:"Volle Leistung, trotzdem fehlen um {end} noch {energy}",reason_plan_waiting:"Wartet auf die geplanten Stunden {span}",reason_plan_waiting_cheapest:"Wartet auf die günstigsten Stunden {span}",reason_plan_waiting_solar:"Wartet auf die Sonnenstunden {span}",reason_switching_phases:"Wechselt auf {phases}",reason_switching_phases_wait:"Wechselt auf {phases}: lädt wieder in {wait}",reason_waiting_for_surplus:"Wartet auf {power} Überschuss",reason_waiting_for_surplus_wait:"Wartet, bis {wait} lang {power} Überschuss da sind",reason_waiting_for_turn:"Wartet auf andere Autos: {circuit} ist ausgelastet",reason_waiting_for_turn_wait:"Wartet höchstens {wait} auf andere Autos: {circuit} ist ausgelastet",refused_call:"Unter ihrem Namen kam eine Verbindung von {address} ({time}) und wurde abgewiesen: {cause}.",register:"Registrieren",repairs:"Reparaturen öffnen",running:"läuft",session:"Ladevorgang",sessions:"Ladevorgänge",sessions_description:"Die Ladevorgänge mit Summen, Diagramm und Download.",several_phases:"{phases} Phasen",show_controls:"Bedienung zeigen",show_graph:"Diagramm zeigen",show_plan:"Plan zeigen",shown_of:"{shown} von {total}",solar_share:"Von der Sonne",start:"Beginn",start_charging:"Laden starten",state_of_charge:"Ladestand",stop_charging:"Laden beenden",stop_reason:"Beendet durch",sun:"Sonne",target_soc:"Laden bis (%)",to:"Bis",unknown_card:"{id_tag}, vorgehalten an {charge_point}",unknown_cards:"Unbekannte Karten",wallbox:"Wallbox",whose_card:"Wem gehört die Karte?"},xn={en:xt,de:$n},g=(r,t)=>(xn[(r??"en").split("-",1)[0]??"en"]??xt)[t],At=/\{(\w+)\}/g,St=r=>[...r.matchAll(At)].map(t=>t[1]??""),T=(r,t)=>r.replaceAll(At,(e,n)=>t.get(n)??"");var Et=$`
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
`;var An={device_id:"connector",name:"name",show_controls:"show_controls",show_plan:"show_plan",show_graph:"show_graph"},Sn=()=>document.documentElement.lang||navigator.language,Ge=r=>{let t=An[r.name];return t?g(Sn(),t):r.name},Ct=()=>({schema:[{name:"device_id",required:!0,selector:{device:{integration:x,entity:{domain:"number"}}}},{name:"name",selector:{text:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}},{name:"show_plan",default:!0,selector:{boolean:{}}},{name:"show_graph",default:!0,selector:{boolean:{}}}],computeLabel:Ge});var Tt="M7 2a1 1 0 0 1 1 1v4h8V3a1 1 0 1 1 2 0v4h1a1 1 0 0 1 0 2v3a7 7 0 0 1-6 6.93V21a1 1 0 1 1-2 0v-2.07A7 7 0 0 1 5 12V9a1 1 0 0 1 0-2h1V3a1 1 0 0 1 1-1Z",En="M13 2 5 13.5h5.5L9.5 22 19 9.5h-6.2L13 2Z",Cn="M7 5h3.5v14H7V5Zm6.5 0H17v14h-3.5V5Z",Tn="M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 6.5h2v2h-2v-2Z",On="M3.3 2 2 3.3l4.4 4.4A5.5 5.5 0 0 0 7 18.6h10.1L20.7 22 22 20.7 3.3 2ZM12 5.5c-1 0-2 .2-2.9.7l9.9 9.9a4.3 4.3 0 0 0-.9-8.4A6.5 6.5 0 0 0 12 5.5Z",kn="M11 3h2v9h-2V3Zm5.8 2.2A8 8 0 1 1 7.2 5.2L8.6 6.7a6 6 0 1 0 6.8 0l1.4-1.5Z",Ot={offline:On,problem:Tn,charging:En,off:kn,paused:Cn,plugged:Tt,free:Tt};var v=$`
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
`;var kt={cheap:["reason_cheap"],waiting_for_surplus:["reason_waiting_for_surplus_wait","reason_waiting_for_surplus"],minimum_off_time:["reason_minimum_off_time"],holding_minimum:["reason_holding_minimum"],switching_phases:["reason_switching_phases_wait","reason_switching_phases"],home_battery_first:["reason_home_battery_first"],plan:["reason_plan"],"plan/cheapest":["reason_plan_cheapest"],"plan/solar":["reason_plan_solar"],plan_waiting:["reason_plan_waiting"],"plan_waiting/cheapest":["reason_plan_waiting_cheapest"],"plan_waiting/solar":["reason_plan_waiting_solar"],plan_unreachable:["reason_plan_unreachable"],limited_by_circuit:["reason_limited_by_circuit_wait","reason_limited_by_circuit_phase","reason_limited_by_circuit"],limited_by_away:["reason_limited_by_away"],waiting_for_turn:["reason_waiting_for_turn_wait","reason_waiting_for_turn"]},Rn="main",Oe=(r,t)=>{let e=r[t];return typeof e=="number"&&Number.isFinite(e)?e:void 0},ke=(r,t)=>{let e=r[t];return typeof e=="string"?e:void 0},Rt=(r,t)=>{let e=new Date(ke(r,t)??"");return Number.isNaN(e.getTime())?void 0:e},Mn={away_current:["away_a",(r,t)=>`${t.number(r,0)} A`],power:["power_w",(r,t)=>t.power(r)],energy:["energy_wh",(r,t)=>`${t.number(r/1e3,1)} kWh`],soc:["soc_percent",(r,t)=>`${t.number(r,0)} %`],target:["target_percent",(r,t)=>`${t.number(r,0)} %`]},Dn=(r,t,e)=>{let n=S(t),s=new Map;for(let[p,[m,b]]of Object.entries(Mn)){let w=Oe(r,m);w!==void 0&&s.set(p,b(w,n))}for(let p of["price","price_limit"]){let m=Oe(r,p);m!==void 0&&s.set(p,n.price(m,ke(r,"price_unit")))}let i=Oe(r,"wait_s");i&&s.set("wait",_t(i));let o=Oe(r,"phases");if(o!==void 0){let p=T(g(t.language,"several_phases"),new Map([["phases",String(o)]]));s.set("phases",o===1?g(t.language,"one_phase"):p)}for(let p of["circuit","phase","away"]){let m=ke(r,p);m!==void 0&&s.set(p,m)}let a=s.get("circuit");if(a!==void 0){let p=T(g(t.language,"named_circuit"),new Map([["name",a]]));s.set("circuit",a===Rn?g(t.language,"main_fuse"):p)}let[c,u]=[Rt(r,"start"),Rt(r,"end")];return u&&s.set("end",n.timeNear(u,e)),c&&u&&s.set("span",n.span(c,u,e)),s},Mt=(r,t,e=new Date)=>{if(!C(t)||t.state==="")return;let{attributes:n}=t,s=`/${ke(n,"hours")??""}`,i=[...kt[t.state+s]??[],...kt[t.state]??[]],o=Dn(n,r,e);for(let a of i){let c=g(r.language,a);if(St(c).every(u=>o.has(u)))return T(c,o)}return r.formatEntityState?.(t)??t.state};var Pn="no_error",Hn="off",k=(r,t)=>r.entities.get(t)?.[0],Wn=r=>{if(!C(r))return;let t=new Date(r.state);return Number.isNaN(t.getTime())?void 0:t},Ln=r=>C(r)&&r.state!==""?r.state:void 0,Nn=(r,t)=>t?r.formatEntityState?.(t)??t.state:"",Un=(r,...t)=>t.map(e=>Nn(r,e)).filter(Boolean).join(" · "),Dt=r=>Array.isArray(r)?r.flatMap(t=>{if(typeof t!="object"||t===null)return[];let e=t,[n,s]=[new Date(String(e.start)),new Date(String(e.end))];return s>n?[{start:n,end:s,row:e}]:[]}):[],Ye=r=>typeof r=="number"&&Number.isFinite(r)?r:void 0,In=r=>Dt(r).map(({start:t,end:e,row:n})=>({start:t,end:e,currentA:Ye(n.current_a),price:Ye(n.price),solar:n.solar===!0})),Fn=r=>Dt(r).flatMap(({start:t,end:e,row:n})=>{let s=Ye(n.price);return s===void 0?[]:[{start:t,end:e,price:s}]}),zn=r=>r.isOffline?"offline":r.hasProblem?"problem":r.isCharging?"charging":r.isOff?"off":r.isRunning?"paused":r.isPluggedIn?"plugged":"free",Pt=(r,t)=>{let e=w=>D(r,k(t,w)),n=w=>e(w)?.state==="on",s=D(r,t.chargePointEntities.get("binary_sensor.connectivity")?.[0]),i=e("sensor.status"),o=e("sensor.error"),a=e("select.charging_mode"),c=a?.state===Hn&&!n("switch.plan"),u=s?s.state!=="on":i?.state===he||i===void 0,p=n("switch.charging"),m=e("sensor.planned_start"),b=m?.attributes.price_unit;return{title:Ce(r,t),activity:zn({isOffline:u,hasProblem:n("binary_sensor.problem"),isCharging:n("binary_sensor.charging"),isRunning:p,isPluggedIn:n("binary_sensor.cable_connected"),isOff:c}),status:Un(r,c?a:void 0,i,C(o)&&o.state!==Pn?o:void 0),offlineSince:u&&s?new Date(s.last_changed):void 0,powerW:I(e("sensor.power")),currentsA:(t.entities.get("sensor.current_phase")??[]).map(w=>I(D(r,w))).filter(w=>w!==void 0),sessionEnergyWh:I(e("sensor.session_energy")),sessionStart:Wn(e("sensor.session_start")),person:Ln(e("sensor.id_tag")),stateOfCharge:I(e("sensor.state_of_charge")),solarShare:I(e("sensor.session_solar_share")),reason:Mt(r,e("sensor.charging_reason")),isRunning:p,isOff:c,planned:In(m?.attributes.windows),prices:Fn(m?.attributes.prices),priceUnit:typeof b=="string"?b:""}};var Bn=2e4,Vn=15e3,L=class extends _{constructor(){super(...arguments);this.busy=!1;this.revision=0;this.#n=new Te(this)}#e;#n;#t;static{this.styles=[v,Et]}static getConfigForm(){return Ct()}static getStubConfig(e){let n=ee(e)[0],s={show_controls:!0,show_plan:!0,show_graph:!0};return n?{device_id:n.deviceId,...s}:s}setConfig(e){this.config=e}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6}}connectedCallback(){super.connectedCallback(),this.#t=setInterval(()=>{this.requestUpdate()},Vn)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#t),clearTimeout(this.#e)}render(){let{hass:e,config:n}=this;if(!e||!n)return l;let s=wt(e,n.device_id);if(!s)return this.#r(n.device_id?"choose_connector":"no_connectors");let i=Pt(e,s),o=this.#n.within(e,s);return d`<ha-card>
      ${this.#i(i,n)} ${this.#p(i)} ${this.#c(i)}
      ${n.show_controls===!1?l:this.#a(o,i)} ${this.#v()}
      ${n.show_plan===!1?l:d`<plug-control-plan
              .hass=${e}
              .connector=${o}
              .planned=${i.planned}
              .priceUnit=${i.priceUnit}
              .revision=${this.revision}
              @wish=${a=>this.#f(a.detail)}
            ></plug-control-plan>`}
      ${n.show_graph===!1?l:this.#b(s,i)}
    </ha-card>`}#r(e){return d`<ha-card><p class="secondary">${this.#s(e)}</p></ha-card>`}#i(e,n){let s=e.powerW!==void 0&&e.activity!=="offline";return d`<div class="head ${e.activity}">
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d=${Ot[e.activity]}></path>
      </svg>
      <div class="name">
        <h2>${n.name??e.title}</h2>
        <span class="secondary">${this.#d(e)}</span>
      </div>
      ${s?d`<span class="power" aria-label=${this.#s("power")}
              >${this.#u.power(e.powerW??0)}</span
            >`:l}
    </div>`}#d(e){return e.activity!=="offline"?e.status:e.offlineSince?`${this.#s("offline_since")} ${this.#u.dateTime(e.offlineSince)}`:this.#s("offline")}#p(e){return!e.reason||e.activity==="offline"?l:d`<p class="reason" aria-live="polite">${e.reason}</p>`}#c(e){let n=this.#u,s=[];if(e.isRunning){if(e.sessionEnergyWh!==void 0&&s.push(["session",n.energy(e.sessionEnergyWh)]),e.sessionStart){let o=Math.max(0,(Date.now()-e.sessionStart.getTime())/1e3);s.push(["duration",pe(o)])}e.person&&s.push(["person",e.person]),e.solarShare!==void 0&&s.push(["solar_share",`${n.number(e.solarShare,0)} %`])}e.stateOfCharge!==void 0&&s.push(["state_of_charge",`${n.number(e.stateOfCharge,0)} %`]);let i=e.activity==="charging"?e.currentsA:[];return!s.length&&!i.length?l:d`<dl>
      ${s.map(([o,a])=>d`<div>
            <dt>${this.#s(o)}</dt>
            <dd>${a}</dd>
          </div>`)}
      ${i.length?this.#l(i):l}
    </dl>`}#l(e){let n=e.map(s=>this.#u.current(s));return d`<div class="phases">
      <dt>${this.#s("amperes_per_phase")}</dt>
      <dd>${n.map((s,i)=>d`<span>L${i+1} ${s}</span>`)}</dd>
    </div>`}#a(e,n){let s=this.hass,i=s&&D(s,k(e,"select.charging_mode")),o=s&&D(s,k(e,"number.maximum_current"));return d`<plug-control-mode
        .hass=${s}
        .state=${i}
        .label=${this.#s("mode")}
        .revision=${this.revision}
        @choose=${a=>this.#h(e,"select.charging_mode","select_option",{option:a.detail})}
      ></plug-control-mode>
      ${C(o)?this.#y(e,o,n):l}
      <div class="buttons">
        ${this.#m(e,n)} ${this.#_(e,n)}
      </div>`}#y(e,n,s){return d`<plug-control-limit
      .state=${n}
      .label=${this.#s("limit")}
      .pausedText=${this.#s("paused")}
      .disabled=${s.activity==="offline"}
      .revision=${this.revision}
      @choose=${i=>this.#h(e,"number.maximum_current","set_value",{value:i.detail})}
    ></plug-control-limit>`}#m(e,n){if(!k(e,"switch.charging"))return l;let s=n.isRunning?"turn_off":"turn_on",i=n.activity==="plugged";return d`<button
      class=${i?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"}
      @click=${()=>this.#h(e,"switch.charging",s)}
    >
      ${this.#s(n.isRunning?"stop_charging":"start_charging")}
    </button>`}#_(e,n){let s=k(e,"switch.boost"),i=this.hass&&D(this.hass,s);if(!i)return l;let o=i.state==="on";return n.isOff&&!o?l:d`<button
      class=${o?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"&&!o}
      aria-pressed=${o?"true":"false"}
      title=${this.#s("boost_hint")}
      @click=${()=>this.#h(e,"switch.boost",o?"turn_off":"turn_on")}
    >
      ${this.#s("boost")}
    </button>`}#b(e,n){let s=k(e,"sensor.power");return s?d`<plug-control-graph
      .hass=${this.hass}
      .entity=${s}
      .planned=${n.planned}
      .prices=${n.prices}
      .priceUnit=${n.priceUnit}
    ></plug-control-graph>`:l}#v(){return d`<div role="alert">
      ${this.error?d`<p class="error">
              <span>${this.#s("failed")}: ${this.error}</span>
              <button
                aria-label=${this.#s("dismiss")}
                @click=${()=>{this.#g(void 0)}}
              >
                ✕
              </button>
            </p>`:l}
    </div>`}async#h(e,n,s,i={}){let o=k(e,n);o&&await this.#f({entityId:o,service:s,data:i})}async#f(e){this.hass&&(this.busy=!0,this.#g(await bt(this.hass,e.entityId,e.service,e.data)),this.busy=!1,this.revision+=1)}#g(e){clearTimeout(this.#e),this.error=e,e!==void 0&&(this.#e=setTimeout(()=>{this.error=void 0},Bn))}get#u(){return this.hass?S(this.hass):new K({language:"en"},"UTC")}#s(e){return g(this.hass?.language,e)}};h([f({attribute:!1})],L.prototype,"hass",2),h([y()],L.prototype,"config",2),h([y()],L.prototype,"error",2),h([y()],L.prototype,"busy",2),h([y()],L.prototype,"revision",2);var F=36e5,Ht=8*F,jn=3*F,Zn=24*F,qn=6e4,Re=320,M=72,Kn=1400,Gn=6,Yn=[1,2,3,4,6,12],Jn=(r,t)=>r.map(({s:e,lu:n})=>{let s=Number(e);return{at:n*1e3,powerW:Number.isFinite(s)&&e!==""?s*t:0}}),Xn=(r,t,e,n,s)=>{let i=p=>(Math.max(p,t)-t)/(e-t)*Re,o=p=>M-Math.max(p,0)/s*M,a=r.filter((p,m)=>(r[m+1]?.at??n)>t),c=a[0];if(!c)return"";let u=a.map((p,m)=>{let b=a[m+1]?.at??n;return`V${o(p.powerW).toFixed(1)}H${i(b).toFixed(1)}`});return`M${i(c.at).toFixed(1)},${M}${u.join("")}V${M}Z`},Qn=(r,t)=>{let e=Math.max(t,...r.map(n=>n.end.getTime()));return e===t?t:Math.min(Math.max(e,t+F),t+Zn)},es=(r,t,e)=>{let n=Yn.find(i=>(t-r)/F/i<=Gn)??12,s=[];for(let i=Math.ceil(r/F)*F;i<=t;i+=F)e.hourOf(new Date(i))%n===0&&s.push(i);return s},Wt=(r,t,e)=>{let n=r.filter(i=>i.end.getTime()>t&&i.start.getTime()<e),s=n.map(i=>i.price);return{seen:n,least:Math.min(...s),most:Math.max(...s)}},R=class extends _{constructor(){super(...arguments);this.entity="";this.planned=[];this.prices=[];this.priceUnit="";this.empty=!0;this.points=[]}#e;static{this.styles=[v,$`
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
    `]}connectedCallback(){super.connectedCallback(),this.#e=setInterval(()=>{this.#n()},qn)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#e)}willUpdate(e){e.has("entity")&&this.#n(),this.empty=!this.planned.length&&this.points.every(n=>n.powerW<=0)}async#n(){let{hass:e,entity:n}=this;if(!e||!n)return;let s=e.states[n]?.attributes.unit_of_measurement;try{let i=await e.callWS({type:"history/history_during_period",start_time:new Date(Date.now()-Ht).toISOString(),entity_ids:[n],minimal_response:!0,no_attributes:!0,significant_changes_only:!1});n===this.entity&&(this.points=Jn(i[n]??[],s==="kW"?1e3:1))}catch{this.points=[]}}render(){let e=this.hass;if(!e||this.empty)return l;let n=Date.now(),s=n-(this.planned.length?jn:Ht),i=Qn(this.planned,n),o=Math.max(Kn,...this.points.map(p=>p.powerW)),a=S(e),c=this.points.some(p=>p.powerW>0)?a.power(o):"",u=es(s,i,a);return d`<div class="axis" aria-hidden="true">
        <span>${c}</span><span>${this.#c(s,i,a)}</span>
      </div>
      <svg
        viewBox="0 0 ${Re} ${M}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${this.#l(a)}
      >
        ${u.map(p=>this.#r("hour",p,s,i))}
        ${this.planned.map(p=>this.#d(p,s,i))}
        <path class="power" d=${Xn(this.points,s,i,n,o)}></path>
        ${this.#p(s,i)}
        <line class="base" x1="0" x2=${Re} y1=${M} y2=${M}></line>
        ${this.#r("now",n,s,i)}
      </svg>
      <div class="axis hours" aria-hidden="true">
        ${u.map(p=>this.#i(p,s,i,a))}
      </div>`}#t(e,n,s){return(Math.min(Math.max(e,n),s)-n)/(s-n)*Re}#r(e,n,s,i){let o=this.#t(n,s,i);return Ae`<line class=${e} y1="0" y2=${M} x1=${o} x2=${o}></line>`}#i(e,n,s,i){let o=(e-n)/(s-n),a=o<.04?"first":o>.96?"last":"";return d`<span class=${a} style="left: ${(o*100).toFixed(1)}%"
      >${i.time(new Date(e))}</span
    >`}#d(e,n,s){let i=this.#t(e.start.getTime(),n,s),o=this.#t(e.end.getTime(),n,s)-i;return Ae`<rect class=${e.solar?"plan solar":"plan"} x=${i} y="12" width=${o} height=${M-12}></rect>`}#p(e,n){if(!this.planned.length)return l;let{seen:s,least:i,most:o}=Wt(this.prices,e,n);if(!s.length)return l;let a=u=>o>i?6+(1-(u-i)/(o-i))*(M-12):M/2,c=s.map((u,p)=>{let m=this.#t(u.start.getTime(),e,n).toFixed(1),b=this.#t(u.end.getTime(),e,n).toFixed(1);return`${p?"L":"M"}${m},${a(u.price).toFixed(1)}H${b}`});return Ae`<path class="price" d=${c.join("")}></path>`}#c(e,n,s){if(!this.planned.length)return"";let{seen:i,least:o,most:a}=Wt(this.prices,e,n);return i.length?`${this.#a("price")} ${s.price(o)}–${s.price(a,this.priceUnit)}`:""}#l(e){let n=Math.max(0,...this.points.map(a=>a.powerW)),s=new Date,i=this.planned.map(a=>e.span(a.start,a.end,s)),o=i.length?`. ${this.#a("plan_planned")}: ${i.join(", ")}`:"";return`${this.#a("history")}: ≤ ${e.power(n)}${o}`}#a(e){return g(this.hass?.language,e)}};h([f({attribute:!1})],R.prototype,"hass",2),h([f()],R.prototype,"entity",2),h([f({attribute:!1})],R.prototype,"planned",2),h([f({attribute:!1})],R.prototype,"prices",2),h([f()],R.prototype,"priceUnit",2),h([f({type:Boolean,reflect:!0})],R.prototype,"empty",2),h([y()],R.prototype,"points",2);var Me=6,ts=300,ns=(r,t)=>r===0||r>=Me?r:r<t&&r<Me/2?0:Me,P=class extends _{constructor(){super(...arguments);this.label="";this.pausedText="";this.disabled=!1;this.revision=0}#e;static{this.styles=[v,$`
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
    `]}disconnectedCallback(){super.disconnectedCallback(),this.#e!==void 0&&this.#i()}willUpdate(e){e.has("revision")&&this.#e===void 0&&(this.dragged=void 0)}render(){let e=Number(this.state?.state);if(!this.state||!Number.isFinite(e))return l;let n=this.dragged??e,s=Number(this.state.attributes.max??32),i=n===0?this.pausedText:`${n} A`;return d`<div>
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
        @change=${()=>{this.#r()}}
      />
    </div>`}#n(e,n){this.dragged=ns(Number(e.value),this.dragged??n),e.value=String(this.dragged)}#t(e,n){n!==Me||!["ArrowLeft","ArrowDown"].includes(e.key)||(e.preventDefault(),this.dragged=0,this.#r())}#r(){clearTimeout(this.#e),this.#e=setTimeout(()=>{this.#i()},ts)}#i(){clearTimeout(this.#e),this.#e=void 0,this.dragged===Number(this.state?.state)&&(this.dragged=void 0),this.dragged!==void 0&&this.dispatchEvent(new CustomEvent("choose",{detail:this.dragged}))}};h([f({attribute:!1})],P.prototype,"state",2),h([f()],P.prototype,"label",2),h([f()],P.prototype,"pausedText",2),h([f({type:Boolean})],P.prototype,"disabled",2),h([f({type:Number})],P.prototype,"revision",2),h([y()],P.prototype,"dragged",2);var Y={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Lt=r=>(...t)=>({_$litDirective$:r,values:t}),De=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:ri}=gt;var Nt=r=>r.strings===void 0;var ss={},Ut=(r,t=ss)=>r._$AH=t;var O=Lt(class extends De{constructor(r){if(super(r),r.type!==Y.PROPERTY&&r.type!==Y.ATTRIBUTE&&r.type!==Y.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!Nt(r))throw Error("`live` bindings can only contain a single expression")}render(r){return r}update(r,[t]){if(t===E||t===l)return t;let e=r.element,n=r.name;if(r.type===Y.PROPERTY){if(t===e[n])return E}else if(r.type===Y.BOOLEAN_ATTRIBUTE){if(!!t===e.hasAttribute(n))return E}else if(r.type===Y.ATTRIBUTE&&e.getAttribute(n)===t+"")return E;return Ut(r),t}});var N=class extends _{constructor(){super(...arguments);this.label="";this.disabled=!1;this.revision=0}static{this.styles=[v,$`
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
    `]}render(){let{state:e}=this,n=e?.attributes.options;return!e||!Array.isArray(n)?l:d`<fieldset ?disabled=${this.disabled}>
      <legend>${this.label}</legend>
      ${n.map(s=>this.#e({...e,state:s}))}
    </fieldset>`}#e(e){return d`<label>
      <input
        type="radio"
        name="mode"
        .value=${e.state}
        .checked=${O(this.state?.state===e.state)}
        @change=${()=>this.dispatchEvent(new CustomEvent("choose",{detail:e.state}))}
      />
      <span>${this.hass?.formatEntityState?.(e)??e.state}</span>
    </label>`}};h([f({attribute:!1})],N.prototype,"hass",2),h([f({attribute:!1})],N.prototype,"state",2),h([f()],N.prototype,"label",2),h([f({type:Boolean})],N.prototype,"disabled",2),h([f({type:Number})],N.prototype,"revision",2);var It=5,Je=r=>String(r).padStart(2,"0"),U=class extends _{constructor(){super(...arguments);this.planned=[];this.priceUnit="";this.revision=0}static{this.styles=[v,$`
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
        grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
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
    `]}render(){let{hass:e,connector:n}=this,s=n&&this.#c("switch.plan");if(!e||!n||!s)return l;let i=S(e);return d`<details>
      <summary>
        <span>${this.#a("plan")}</span><span>${this.#e(s,i)}</span>
      </summary>
      <div class="fields">
        <label class="on">
          <span
            ><input
              type="checkbox"
              .checked=${O(s.state==="on")}
              @change=${o=>{let a=o.target.checked;this.#l("switch.plan",a?"turn_on":"turn_off")}}
            />${this.#a("plan_use")}</span
          >
        </label>
        ${this.#r("number.target_energy","energy_kwh")}
        ${this.#r("number.target_soc","target_soc")} ${this.#i(i)}
        ${this.#p()}
      </div>
      ${s.state==="on"?this.#n(i):l}
    </details>`}#e(e,n){if(e.state!=="on")return this.#a("plan_none");let s=n.timeOfDay(this.#c("time.ready_by")?.state??""),i=this.planned[0];if(!i)return s&&`${this.#a("ready_by")} ${s}`;let o=this.planned.length>1?` +${this.planned.length-1}`:"";return`${n.span(i.start,i.end,new Date)}${o} → ${s}`}#n(e){if(!this.planned.length)return l;let n=new Date;return d`<ul aria-label=${this.#a("plan_planned")}>
      ${this.planned.map(s=>d`<li>
            <span>${e.span(s.start,s.end,n)}</span>
            <span class="secondary">${this.#t(s,e)}</span>
          </li>`)}
    </ul>`}#t(e,n){let s=e.price===void 0?"":n.price(e.price,this.priceUnit);return[...e.currentA===void 0?[]:[`${n.number(e.currentA,0)} A`],...e.solar?[this.#a("sun")]:[s].filter(Boolean)].join(" · ")}#r(e,n){let s=this.#c(e);if(!C(s))return l;let{min:i,max:o,step:a}=s.attributes;return d`<label>
      <span>${this.#a(n)}</span>
      <input
        type="number"
        min=${i??l}
        max=${o??l}
        step=${a??"any"}
        .value=${O(s.state)}
        @change=${c=>{let u=c.target;!u.reportValidity()||u.value===""||this.#l(e,"set_value",{value:Number(u.value)})}}
      />
    </label>`}#i(e){let n=this.#c("time.ready_by"),[s,i]=(n?.state??"").split(":").map(Number);if(!C(n)||s===void 0||i===void 0)return l;let o=Array.from({length:60/It},(p,m)=>m*It),a=[...new Set([...o,i])].sort((p,m)=>p-m),c=Array.from({length:24},(p,m)=>m),u=p=>{let m={hour:s,minute:i,...p},b=`${Je(m.hour)}:${Je(m.minute)}:00`;this.#l("time.ready_by","set_value",{time:b})};return d`<fieldset>
      <legend>${this.#a("ready_by")}</legend>
      ${this.#d("hour",c,s,e.hour,p=>{u({hour:p})})}
      ${this.#d("minute",a,i,Je,p=>{u({minute:p})})}
    </fieldset>`}#d(e,n,s,i,o){return d`<select
      aria-label=${this.#a(e)}
      @change=${a=>{o(Number(a.target.value))}}
    >
      ${n.map(a=>d`<option value=${a} .selected=${O(a===s)}>
            ${i(a)}
          </option>`)}
    </select>`}#p(){let e=this.#c("select.plan_repeat"),n=e?.attributes.options;return!e||!Array.isArray(n)?l:d`<label>
      <span>${this.#a("every")}</span>
      <select
        @change=${s=>{let i=s.target.value;this.#l("select.plan_repeat","select_option",{option:i})}}
      >
        ${n.map(s=>d`<option value=${s} .selected=${O(s===e.state)}>
              ${this.hass?.formatEntityState?.({...e,state:s})??s}
            </option>`)}
      </select>
    </label>`}#c(e){if(!(!this.hass||!this.connector))return D(this.hass,k(this.connector,e))}#l(e,n,s){let i=this.connector&&k(this.connector,e);if(!i)return;let o={entityId:i,service:n,...s&&{data:s}};this.dispatchEvent(new CustomEvent("wish",{detail:o}))}#a(e){return g(this.hass?.language,e)}};h([f({attribute:!1})],U.prototype,"hass",2),h([f({attribute:!1})],U.prototype,"connector",2),h([f({attribute:!1})],U.prototype,"planned",2),h([f()],U.prototype,"priceUnit",2),h([f({type:Number})],U.prototype,"revision",2);var z=$`
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
`;var Pe=(r,t)=>{let e=r.attributes[t];return typeof e=="string"?e:void 0},te=class extends _{static{this.styles=[v,z]}setConfig(t){this.config=t}getCardSize(){return 3}getGridOptions(){return{columns:12,min_columns:6}}render(){let{hass:t,config:e}=this,n=e&&t?.states[e.entity];if(!t||!n)return l;let s=Pe(n,"address");return d`<ha-card>
      <h2>${T(g(t.language,"not_connected"),new Map([["name",e.name]]))}</h2>
      ${this.#e(t,n)}
      ${s===void 0?l:d`<p>${g(t.language,"call_address")}</p>
              <p><code>${s}</code></p>`}
    </ha-card>`}#e(t,e){let n=new Date(Pe(e,"refused_at")??""),s=Pe(e,"refused");if(s===void 0||Number.isNaN(n.getTime()))return l;let i=new Map([["time",S(t).dateTime(n)],["address",Pe(e,"refused_from")??""],["cause",t.formatEntityAttributeValue?.(e,"refused")??s]]);return d`<p>
      ${T(g(t.language,"refused_call"),i)}
      <a href="/config/repairs">${g(t.language,"repairs")}</a>
    </p>`}};h([f({attribute:!1})],te.prototype,"hass",2),h([y()],te.prototype,"config",2);var rs={count_charging:["charging"],count_plugged_in:["preparing","suspended_ev","suspended_evse","finishing"],count_free:["available"],count_offline:["unavailable"]},is=(r,t)=>{let e=t.statuses.map(i=>r.states[i]?.state??"unavailable"),n=Object.entries(rs).map(([i,o])=>[i,e.filter(a=>o.includes(a)).length]),s=t.powers.map(i=>I(r.states[i])??0);return{counts:n,powerW:s.reduce((i,o)=>i+o,0)}},ne=class extends _{static{this.styles=[v,z]}setConfig(t){this.config=t}getCardSize(){return 1}getGridOptions(){return{columns:"full",min_columns:6}}render(){let{hass:t,config:e}=this;if(!t||!e)return l;let{counts:n,powerW:s}=is(t,e);return d`<p class="line">
      <b>${S(t).power(s)}</b>
      ${n.filter(([,i])=>i).map(([i,o])=>d`<span><b>${o}</b> ${g(t.language,i)}</span>`)}
    </p>`}};h([f({attribute:!1})],ne.prototype,"hass",2),h([y()],ne.prototype,"config",2);var os=(r,t)=>{let e=new Map(r);for(let{type:n,flow_id:s,flow:i}of t)n==="removed"?e.delete(s):i?.handler===x&&i.context?.title_placeholders?.id_tag&&e.set(s,i);return e},J=class extends _{constructor(){super(...arguments);this.connectedWhileHidden=!0;this.offers=new Map;this.error=""}#e;static{this.styles=[v,z]}setConfig(){this.hidden=!0}getCardSize(){return this.offers.size}getGridOptions(){return{columns:"full",min_columns:6}}disconnectedCallback(){super.disconnectedCallback(),this.#e?.then(e=>e()).catch(()=>{}),this.#e=void 0}willUpdate(){this.#n();let e=!this.offers.size;e!==this.hidden&&(this.hidden=e,this.style.display=e?"none":"",this.dispatchEvent(new CustomEvent("card-visibility-changed",{bubbles:!0,composed:!0,detail:{value:!e}})))}#n(){let{hass:e}=this;!e?.user?.is_admin||!e.connection||this.#e||!this.isConnected||(this.#e=e.connection.subscribeMessage(n=>{this.offers=os(this.offers,n)},{type:"config_entries/flow/subscribe"}))}render(){return!this.hass||!this.offers.size?l:d`<ha-card>
      <h2>${this.#i("unknown_cards")}</h2>
      ${[...this.offers.values()].map(e=>this.#t(e))}
      <div role="alert">${this.error}</div>
    </ha-card>`}#t(e){let n=e.context?.title_placeholders??{},s=new Map([["id_tag",n.id_tag??""],["charge_point",n.charge_point??""]]);return d`<form
      @submit=${i=>{i.preventDefault();let o=i.target.querySelector("input");this.#r(e,o?.value??"")}}
    >
      <label>
        <span>${T(this.#i("unknown_card"),s)}</span>
        <input type="text" placeholder=${this.#i("whose_card")} maxlength="64" />
      </label>
      <button class="primary">${this.#i("register")}</button>
    </form>`}async#r(e,n){let{hass:s}=this;if(!s?.callApi)return;this.error="";let i=`config/config_entries/flow/${e.flow_id}`,o=e.context?.title_placeholders?.id_tag??"";try{await s.callApi("POST",i,{name:n.trim()||o})}catch(a){this.error=await G(s,a)}}#i(e){return g(this.hass?.language,e)}};h([f({attribute:!1})],J.prototype,"hass",2),h([y()],J.prototype,"offers",2),h([y()],J.prototype,"error",2);var X=r=>{if(!r.services[x])return"gone";let t=Object.values(r.entities).filter(n=>n.platform===x),e=t.some(({entity_id:n})=>{let s=r.states[n]?.state;return s!==void 0&&s!==he});return t.length?e?"ready":"stopped":"unsure"},He=r=>["ready","unsure"].includes(X(r));var as=1e4,cs=6e4,se=class extends _{#e;#n;#t;static{this.styles=[v,z]}setConfig(t){this.config=t,this.#n=t.error?Date.now():void 0,this.#t=void 0}getCardSize(){return 2}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e),this.#t=void 0}updated(){if(!this.hass)return;let t=X(this.hass);if(t===this.#t||(this.#t=t,clearTimeout(this.#e),t==="gone"||t==="stopped"))return;let e=t==="ready"?as:cs,n=this.#n===void 0?0:this.#n+e;this.#e=setTimeout(()=>{this.dispatchEvent(new CustomEvent("config-refresh",{bubbles:!0,composed:!0}))},Math.max(0,n-Date.now()))}render(){let{hass:t,config:e}=this;if(!t||!e)return l;let n=t.config.state!==void 0&&t.config.state!=="RUNNING",s=X(t)==="gone",i=n?"ha_starts":s?"not_set_up":"not_running";return d`<ha-card>
      <h2>Plug Control</h2>
      <p role="status">${g(t.language,i)}</p>
      ${e.error?d`<p class="secondary">${e.error}</p>`:l}
      ${n?l:d`<a
              href=${s?"/config/integrations/dashboard":`/config/integrations/integration/${x}`}
              >${g(t.language,"open_settings")}</a
            >`}
    </ha-card>`}};h([f({attribute:!1})],se.prototype,"hass",2),h([y()],se.prototype,"config",2);var Ft=["session_id","charge_point_id","charge_point_name","connector_id","id_tag","card_name","started_at","stopped_at","energy_wh","energy_estimated","time_estimated","meter_start_wh","meter_stop_wh","peak_power_w","stop_reason"],ls=/^[=+\-@\t\r]/,ds=r=>{if(r==null)return"";if(typeof r=="number"||typeof r=="boolean")return String(r);let t=typeof r=="string"?r:JSON.stringify(r),e=ls.test(t)?`'${t}`:t;return/[",\r\n;]/.test(e)?`"${e.replaceAll('"','""')}"`:e},zt=r=>[Ft.join(","),...r.map(t=>Ft.map(e=>ds(t[e])).join(","))].map(t=>`${t}\r
`).join("");var Bt=["last","this_month","last_month","this_year","own"],ps=r=>r.toISOString().slice(0,10),Vt=(r,t,e)=>{let n=new Date(`${t}T00:00Z`),[s,i]=[n.getUTCFullYear(),n.getUTCMonth()],o=(a,c,u)=>ps(new Date(Date.UTC(a,c,u)));switch(r){case"last":return[o(s,i,n.getUTCDate()-e),t];case"this_month":return[o(s,i,1),t];case"last_month":return[o(s,i-1,1),o(s,i,0)];case"this_year":return[o(s,0,1),t];case"own":return}};var We=r=>r.started_by_name??r.card_name??r.id_tag??"",jt=r=>r.reduce((t,e)=>t+e.energy_wh,0),Zt=(r,t)=>{let e=new Map;for(let a of r){let c=a.started_at??a.stopped_at;if(!c)continue;let u=t.dayOf(new Date(c));e.set(u,(e.get(u)??0)+a.energy_wh)}let n=[...e.keys()].sort(),[s,i]=[n[0],n.at(-1)];if(!s||!i)return[];let o=[];for(let a=new Date(`${s}T00:00Z`);;a=new Date(a.getTime()+864e5)){let c=a.toISOString().slice(0,10);if(o.push({label:t.dayAndMonth(c),energyWh:e.get(c)??0}),c>=i)return o}},qt=r=>r.started_at&&r.stopped_at?(Date.parse(r.stopped_at)-Date.parse(r.started_at))/1e3:void 0;var Kt=$`
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
  .number:last-child {
    padding-inline-end: 4px;
  }

  /* On a phone a session is two lines: when and how much, then who, how long and how fast. */
  @container (max-width: 520px) {
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
`;var Xe=30,hs=6e4,us=6e4,ms=864e5,Qe=200,Le=5e3,A=class extends _{constructor(){super(...arguments);this.onlyOwn=!1;this.total={count:0,energyWh:0};this.device="";this.person="";this.period="last";this.from="";this.to="";this.#n=0;this.#t=Qe}#e;#n;#t;static{this.styles=[v,Kt]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:x}}},{name:"days",selector:{number:{min:1,max:3660,mode:"box"}}}],computeLabel:Ge}}static getStubConfig(){return{days:Xe}}setConfig(e){this.config=e,this.device=e.device_id??"",this.period="last",this.hass&&this.#r()}getCardSize(){return 8}getGridOptions(){return{columns:"full",min_columns:6}}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.#r()}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e)}updated(e){let{hass:n}=this;if(!n||!e.has("hass"))return;let s=e.get("hass"),i=X(n)==="ready";(!s||i&&X(s)!=="ready")&&this.#r()}#r(){this.#t=Qe;let e=this.#s.dayOf(new Date),n=this.config?.days??Xe;[this.from,this.to]=Vt(this.period,e,n)??[this.from,this.to],this.#i()}async#i(){clearTimeout(this.#e);let{hass:e}=this;if(!e)return;let n=this.#n+=1;if(!He(e)){this.error=this.#o("not_running");return}let s=hs;try{let i=this.person?Le:this.#t,o=await this.#d(e,{limit:i});if(n!==this.#n)return;this.sessions=o.sessions,this.total={count:o.total_count,energyWh:o.totals.energy_wh},this.onlyOwn=o.only_own===!0,this.error=void 0}catch(i){if(n!==this.#n)return;this.error=await G(e,i),s=us}this.isConnected&&(this.#e=setTimeout(()=>{this.#i()},s))}#d(e,n){return Ee(e,"get_sessions",{...this.#p(),...n,newest_first:!0})}#p(){let e=this.#s,n=o=>new Date(Date.parse(`${o}T00:00Z`)+ms).toISOString().slice(0,10),s=this.from&&e.midnight(this.from).toISOString(),i=this.to&&e.midnight(n(this.to)).toISOString();return{...this.device&&{device_id:this.device},...s&&{start:s},...i&&{end:i}}}render(){let{hass:e}=this;return!e||!this.config?l:d`<ha-card>
      <h2>${this.#o("sessions")}</h2>
      ${this.#a(e)} ${this.#c()}
    </ha-card>`}#c(){if(!this.sessions)return d`<p class="secondary" role="status">${this.error??this.#o("loading")}</p>`;let e=this.#l();if(!e.length){let n=this.onlyOwn?"no_own_sessions":"no_sessions";return d`<p class="secondary">${this.#o(n)}</p>`}return d`${this.#_(e)} ${this.#b(e)} ${this.#v(e)}`}#l(){let e=this.sessions??[];return this.person?e.filter(n=>We(n)===this.person):e}#a(e){let n=ee(e),s=[...new Set((this.sessions??[]).map(We))].filter(Boolean).sort();return d`<div class="filters">
      <label
        ><span>${this.#o("connector")}</span>
        <select
          @change=${i=>{this.device=i.target.value,this.#i()}}
        >
          <option value="">${this.#o("connectors_all")}</option>
          ${n.map(i=>d`<option value=${i.deviceId} .selected=${O(i.deviceId===this.device)}>
                ${Ce(e,i)}
              </option>`)}
        </select></label
      >
      <label
        ><span>${this.#o("person")}</span>
        <select
          @change=${i=>{this.person=i.target.value,this.#i()}}
        >
          <option value="">${this.#o("persons_all")}</option>
          ${s.map(i=>d`<option .selected=${O(i===this.person)}>${i}</option>`)}
        </select></label
      >
      <label
        ><span>${this.#o("period")}</span>
        <select
          @change=${i=>{this.period=i.target.value,this.#r()}}
        >
          ${Bt.map(i=>d`<option value=${i} .selected=${O(i===this.period)}>
                ${this.#y(i)}
              </option>`)}
        </select></label
      >
      ${this.period==="own"?d`${this.#m("from")} ${this.#m("to")}`:l}
    </div>`}#y(e){let n=this.#o(`period_${e}`);return T(n,new Map([["days",String(this.config?.days??Xe)]]))}#m(e){return d`<label
      ><span>${this.#o(e)}</span>
      <input
        type="date"
        .value=${O(this[e])}
        @change=${n=>{this[e]=n.target.value,this.#i()}}
    /></label>`}#_(e){let{person:n,total:s}=this,i=n?jt(e):s.energyWh,o=n?e.length:s.count;return d`<div class="totals">
      <span
        ><b>${this.#s.energy(i)}</b>
        <span class="secondary"
          >${this.#o("energy_total")} (${this.#s.number(o,0)})</span
        ><br />
        <span class="secondary">${this.#s.days(this.from,this.to)}</span></span
      >
      <button
        @click=${()=>{this.#u(e)}}
      >
        ${this.#o("csv")}
      </button>
    </div>`}#b(e){let n=Zt(e,this.#s),s=Math.max(...n.map(i=>i.energyWh),1);return d`<div class="chart" role="img" aria-label=${this.#o("energy_total")}>
        ${n.map(i=>d`<div
              class="bar"
              style="height:${(i.energyWh/s*100).toFixed(1)}%"
              title="${i.label}: ${this.#s.energy(i.energyWh)}"
            ></div>`)}
      </div>
      <div class="axis secondary" aria-hidden="true">
        <span>${n[0]?.label}</span>
        ${n.length>1?d`<span>${n.at(-1)?.label}</span>`:l}
      </div>`}#v(e){let n=new Set(e.map(i=>i.charge_point_id)).size>1,s=i=>i?this.#s.dateTime(new Date(i)):"–";return d`<div class="scroll" tabindex="0" role="region" aria-label=${this.#o("sessions")}>
      <table>
        <thead>
          <tr>
            <th scope="col">${this.#o("start")}</th>
            ${n?d`<th scope="col">${this.#o("wallbox")}</th>`:l}
            <th scope="col">${this.#o("person")}</th>
            <th scope="col" class="number">${this.#o("energy")}</th>
            <th scope="col" class="number">${this.#o("duration")}</th>
            <th scope="col" class="number">${this.#o("peak_power")}</th>
          </tr>
        </thead>
        <tbody>
          ${e.map(i=>d`<tr>
                <td class="start">${s(i.started_at??i.stopped_at)}</td>
                ${n?d`<td class="wallbox">${i.charge_point_name??i.charge_point_id}</td>`:l}
                <td class="person">${We(i)}</td>
                <td class="number energy">
                  ${i.energy_estimated?d`<abbr title=${this.#o("estimated")}>≈</abbr> `:l}${this.#s.energy(i.energy_wh)}
                </td>
                <td class="number duration">${this.#f(i)}</td>
                <td class="number peak ${i.peak_power_w===null?"none":""}">
                  ${i.peak_power_w===null?"–":this.#s.power(i.peak_power_w)}
                </td>
              </tr>`)}
        </tbody>
      </table>
      ${this.#h()}
    </div>`}#h(){let e=this.sessions?.length??0;if(this.person||e>=this.total.count)return l;let n=i=>this.#s.number(i,0),s=new Map([["shown",n(e)],["total",n(this.total.count)]]);return d`<div class="more">
      <span class="secondary">${T(this.#o("shown_of"),s)}</span>
      ${e<Le?d`<button
              @click=${()=>{this.#t=Math.min(this.#t+Qe,Le),this.#i()}}
            >
              ${this.#o("more_sessions")}
            </button>`:l}
    </div>`}#f(e){let n=qt(e);return n!==void 0?pe(n):e.stopped_at===null?this.#o("running"):"–"}async#g(e){let{hass:n}=this;if(!n||this.person||e.length>=this.total.count)return e;let s=[];for(;;){let i=await this.#d(n,{limit:Le,offset:s.length});if(s.push(...i.sessions),!i.sessions.length||s.length>=i.total_count)return s}}async#u(e){let n=await this.#g(e),s=URL.createObjectURL(new Blob([zt(n)],{type:"text/csv;charset=utf-8"})),i=document.createElement("a");i.href=s,i.download=`plug-control-${this.from}-${this.to}.csv`,i.click(),setTimeout(()=>{URL.revokeObjectURL(s)})}get#s(){return this.hass?S(this.hass):new K({language:"en"},"UTC")}#o(e){return g(this.hass?.language,e)}};h([f({attribute:!1})],A.prototype,"hass",2),h([y()],A.prototype,"config",2),h([y()],A.prototype,"sessions",2),h([y()],A.prototype,"error",2),h([y()],A.prototype,"onlyOwn",2),h([y()],A.prototype,"total",2),h([y()],A.prototype,"device",2),h([y()],A.prototype,"person",2),h([y()],A.prototype,"period",2),h([y()],A.prototype,"from",2),h([y()],A.prototype,"to",2);var Gt=r=>({title:"Plug Control",views:[{title:"Plug Control",cards:[{type:"custom:plug-control-waiting-card",...r&&{error:r}}]}]}),Ne=class extends HTMLElement{static async generate(t,e){if(!He(e))return Gt();try{return await Ee(e,"get_dashboard",{language:e.language})}catch(n){return Gt(await G(e,n))}}};var fs={"plug-control-mode":N,"plug-control-limit":P,"plug-control-plan":U,"plug-control-graph":R,"plug-control-card":L,"plug-control-sessions-card":A,"plug-control-call-card":te,"plug-control-counts-card":ne,"plug-control-found-card":J,"plug-control-waiting-card":se,"ll-strategy-dashboard-plug-control":Ne},gs=(r,t)=>{let e=r.entities[t];return e?.platform!==x||!e.device_id?null:{config:{type:"custom:plug-control-card",device_id:e.device_id}}},ys=()=>{let r=document.documentElement.lang||navigator.language,t=window;(t.customCards??=[]).push({type:"plug-control-card",name:"Plug Control",description:g(r,"card_description"),preview:!0,getEntitySuggestion:gs},{type:"plug-control-sessions-card",name:`Plug Control: ${g(r,"sessions")}`,description:g(r,"sessions_description"),preview:!0}),(t.customStrategies??=[]).push({type:"plug-control",strategyType:"dashboard",name:"Plug Control",description:g(r,"dashboard_description")})},_s=Promise.race(["home-assistant","hc-main"].map(r=>customElements.whenDefined(r)));ys();_s.then(()=>{for(let[r,t]of Object.entries(fs))customElements.get(r)||customElements.define(r,t)});
