var _n=Object.defineProperty;var yn=Object.getOwnPropertyDescriptor;var u=(s,t,e,n)=>{for(var r=n>1?void 0:n?yn(t,e):t,i=s.length-1,o;i>=0;i--)(o=s[i])&&(r=(n?o(t,e,r):o(r))||r);return n&&r&&_n(t,e,r),r};var Ce=globalThis,ke=Ce.ShadowRoot&&(Ce.ShadyCSS===void 0||Ce.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,Ge=Symbol(),ut=new WeakMap,ge=class{constructor(t,e,n){if(this._$cssResult$=!0,n!==Ge)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=t,this.t=e}get styleSheet(){let t=this.o,e=this.t;if(ke&&t===void 0){let n=e!==void 0&&e.length===1;n&&(t=ut.get(e)),t===void 0&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),n&&ut.set(e,t))}return t}toString(){return this.cssText}},ht=s=>new ge(typeof s=="string"?s:s+"",void 0,Ge),v=(s,...t)=>{let e=s.length===1?s[0]:t.reduce((n,r,i)=>n+(o=>{if(o._$cssResult$===!0)return o.cssText;if(typeof o=="number")return o;throw Error("Value passed to 'css' function must be a 'css' function result: "+o+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(r)+s[i+1],s[0]);return new ge(e,s,Ge)},mt=(s,t)=>{if(ke)s.adoptedStyleSheets=t.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let e of t){let n=document.createElement("style"),r=Ce.litNonce;r!==void 0&&n.setAttribute("nonce",r),n.textContent=e.cssText,s.appendChild(n)}},Ke=ke?s=>s:s=>s instanceof CSSStyleSheet?(t=>{let e="";for(let n of t.cssRules)e+=n.cssText;return ht(e)})(s):s;var{is:bn,defineProperty:wn,getOwnPropertyDescriptor:vn,getOwnPropertyNames:$n,getOwnPropertySymbols:xn,getPrototypeOf:An}=Object,Te=globalThis,gt=Te.trustedTypes,Sn=gt?gt.emptyScript:"",En=Te.reactiveElementPolyfillSupport,fe=(s,t)=>s,_e={toAttribute(s,t){switch(t){case Boolean:s=s?Sn:null;break;case Object:case Array:s=s==null?s:JSON.stringify(s)}return s},fromAttribute(s,t){let e=s;switch(t){case Boolean:e=s!==null;break;case Number:e=s===null?null:Number(s);break;case Object:case Array:try{e=JSON.parse(s)}catch{e=null}}return e}},Oe=(s,t)=>!bn(s,t),ft={attribute:!0,type:String,converter:_e,reflect:!1,useDefault:!1,hasChanged:Oe};Symbol.metadata??=Symbol("metadata"),Te.litPropertyMetadata??=new WeakMap;var z=class extends HTMLElement{static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(t,e=ft){if(e.state&&(e.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(t)&&((e=Object.create(e)).wrapped=!0),this.elementProperties.set(t,e),!e.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(t,n,e);r!==void 0&&wn(this.prototype,t,r)}}static getPropertyDescriptor(t,e,n){let{get:r,set:i}=vn(this.prototype,t)??{get(){return this[e]},set(o){this[e]=o}};return{get:r,set(o){let a=r?.call(this);i?.call(this,o),this.requestUpdate(t,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(t){return this.elementProperties.get(t)??ft}static _$Ei(){if(this.hasOwnProperty(fe("elementProperties")))return;let t=An(this);t.finalize(),t.l!==void 0&&(this.l=[...t.l]),this.elementProperties=new Map(t.elementProperties)}static finalize(){if(this.hasOwnProperty(fe("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(fe("properties"))){let e=this.properties,n=[...$n(e),...xn(e)];for(let r of n)this.createProperty(r,e[r])}let t=this[Symbol.metadata];if(t!==null){let e=litPropertyMetadata.get(t);if(e!==void 0)for(let[n,r]of e)this.elementProperties.set(n,r)}this._$Eh=new Map;for(let[e,n]of this.elementProperties){let r=this._$Eu(e,n);r!==void 0&&this._$Eh.set(r,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(t){let e=[];if(Array.isArray(t)){let n=new Set(t.flat(1/0).reverse());for(let r of n)e.unshift(Ke(r))}else t!==void 0&&e.push(Ke(t));return e}static _$Eu(t,e){let n=e.attribute;return n===!1?void 0:typeof n=="string"?n:typeof t=="string"?t.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(t=>this.enableUpdating=t),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(t=>t(this))}addController(t){(this._$EO??=new Set).add(t),this.renderRoot!==void 0&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}_$E_(){let t=new Map,e=this.constructor.elementProperties;for(let n of e.keys())this.hasOwnProperty(n)&&(t.set(n,this[n]),delete this[n]);t.size>0&&(this._$Ep=t)}createRenderRoot(){let t=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return mt(t,this.constructor.elementStyles),t}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(t=>t.hostConnected?.())}enableUpdating(t){}disconnectedCallback(){this._$EO?.forEach(t=>t.hostDisconnected?.())}attributeChangedCallback(t,e,n){this._$AK(t,n)}_$ET(t,e){let n=this.constructor.elementProperties.get(t),r=this.constructor._$Eu(t,n);if(r!==void 0&&n.reflect===!0){let i=(n.converter?.toAttribute!==void 0?n.converter:_e).toAttribute(e,n.type);this._$Em=t,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(t,e){let n=this.constructor,r=n._$Eh.get(t);if(r!==void 0&&this._$Em!==r){let i=n.getPropertyOptions(r),o=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:_e;this._$Em=r;let a=o.fromAttribute(e,i.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(t,e,n,r=!1,i){if(t!==void 0){let o=this.constructor;if(r===!1&&(i=this[t]),n??=o.getPropertyOptions(t),!((n.hasChanged??Oe)(i,e)||n.useDefault&&n.reflect&&i===this._$Ej?.get(t)&&!this.hasAttribute(o._$Eu(t,n))))return;this.C(t,e,n)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(t,e,{useDefault:n,reflect:r,wrapped:i},o){n&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,o??e??this[t]),i!==!0||o!==void 0)||(this._$AL.has(t)||(this.hasUpdated||n||(e=void 0),this._$AL.set(t,e)),r===!0&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let t=this.scheduleUpdate();return t!=null&&await t,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[r,i]of this._$Ep)this[r]=i;this._$Ep=void 0}let n=this.constructor.elementProperties;if(n.size>0)for(let[r,i]of n){let{wrapped:o}=i,a=this[r];o!==!0||this._$AL.has(r)||a===void 0||this.C(r,void 0,i,a)}}let t=!1,e=this._$AL;try{t=this.shouldUpdate(e),t?(this.willUpdate(e),this._$EO?.forEach(n=>n.hostUpdate?.()),this.update(e)):this._$EM()}catch(n){throw t=!1,this._$EM(),n}t&&this._$AE(e)}willUpdate(t){}_$AE(t){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(t)),this.updated(t)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(t){return!0}update(t){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(t){}firstUpdated(t){}};z.elementStyles=[],z.shadowRootOptions={mode:"open"},z[fe("elementProperties")]=new Map,z[fe("finalized")]=new Map,En?.({ReactiveElement:z}),(Te.reactiveElementVersions??=[]).push("2.1.2");var Je=globalThis,_t=s=>s,Re=Je.trustedTypes,yt=Re?Re.createPolicy("lit-html",{createHTML:s=>s}):void 0,Xe="$lit$",I=`lit$${Math.random().toFixed(9).slice(2)}$`,Qe="?"+I,Cn=`<${Qe}>`,J=document,be=()=>J.createComment(""),we=s=>s===null||typeof s!="object"&&typeof s!="function",et=Array.isArray,At=s=>et(s)||typeof s?.[Symbol.iterator]=="function",Ye=`[ 	
\f\r]`,ye=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,bt=/-->/g,wt=/>/g,K=RegExp(`>|${Ye}(?:([^\\s"'>=/]+)(${Ye}*=${Ye}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),vt=/'/g,$t=/"/g,St=/^(?:script|style|textarea|title)$/i,tt=s=>(t,...e)=>({_$litType$:s,strings:t,values:e}),d=tt(1),$e=tt(2),os=tt(3),E=Symbol.for("lit-noChange"),l=Symbol.for("lit-nothing"),xt=new WeakMap,Y=J.createTreeWalker(J,129);function Et(s,t){if(!et(s)||!s.hasOwnProperty("raw"))throw Error("invalid template strings array");return yt!==void 0?yt.createHTML(t):t}var Ct=(s,t)=>{let e=s.length-1,n=[],r,i=t===2?"<svg>":t===3?"<math>":"",o=ye;for(let a=0;a<e;a++){let c=s[a],p,h,m=-1,y=0;for(;y<c.length&&(o.lastIndex=y,h=o.exec(c),h!==null);)y=o.lastIndex,o===ye?h[1]==="!--"?o=bt:h[1]!==void 0?o=wt:h[2]!==void 0?(St.test(h[2])&&(r=RegExp("</"+h[2],"g")),o=K):h[3]!==void 0&&(o=K):o===K?h[0]===">"?(o=r??ye,m=-1):h[1]===void 0?m=-2:(m=o.lastIndex-h[2].length,p=h[1],o=h[3]===void 0?K:h[3]==='"'?$t:vt):o===$t||o===vt?o=K:o===bt||o===wt?o=ye:(o=K,r=void 0);let T=o===K&&s[a+1].startsWith("/>")?" ":"";i+=o===ye?c+Cn:m>=0?(n.push(p),c.slice(0,m)+Xe+c.slice(m)+I+T):c+I+(m===-2?a:T)}return[Et(s,i+(s[e]||"<?>")+(t===2?"</svg>":t===3?"</math>":"")),n]},ve=class s{constructor({strings:t,_$litType$:e},n){let r;this.parts=[];let i=0,o=0,a=t.length-1,c=this.parts,[p,h]=Ct(t,e);if(this.el=s.createElement(p,n),Y.currentNode=this.el.content,e===2||e===3){let m=this.el.content.firstChild;m.replaceWith(...m.childNodes)}for(;(r=Y.nextNode())!==null&&c.length<a;){if(r.nodeType===1){if(r.hasAttributes())for(let m of r.getAttributeNames())if(m.endsWith(Xe)){let y=h[o++],T=r.getAttribute(m).split(I),q=/([.?@])?(.*)/.exec(y);c.push({type:1,index:i,name:q[2],strings:T,ctor:q[1]==="."?Me:q[1]==="?"?De:q[1]==="@"?Le:Q}),r.removeAttribute(m)}else m.startsWith(I)&&(c.push({type:6,index:i}),r.removeAttribute(m));if(St.test(r.tagName)){let m=r.textContent.split(I),y=m.length-1;if(y>0){r.textContent=Re?Re.emptyScript:"";for(let T=0;T<y;T++)r.append(m[T],be()),Y.nextNode(),c.push({type:2,index:++i});r.append(m[y],be())}}}else if(r.nodeType===8)if(r.data===Qe)c.push({type:2,index:i});else{let m=-1;for(;(m=r.data.indexOf(I,m+1))!==-1;)c.push({type:7,index:i}),m+=I.length-1}i++}}static createElement(t,e){let n=J.createElement("template");return n.innerHTML=t,n}};function X(s,t,e=s,n){if(t===E)return t;let r=n!==void 0?e._$Co?.[n]:e._$Cl,i=we(t)?void 0:t._$litDirective$;return r?.constructor!==i&&(r?._$AO?.(!1),i===void 0?r=void 0:(r=new i(s),r._$AT(s,e,n)),n!==void 0?(e._$Co??=[])[n]=r:e._$Cl=r),r!==void 0&&(t=X(s,r._$AS(s,t.values),r,n)),t}var Pe=class{constructor(t,e){this._$AV=[],this._$AN=void 0,this._$AD=t,this._$AM=e}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(t){let{el:{content:e},parts:n}=this._$AD,r=(t?.creationScope??J).importNode(e,!0);Y.currentNode=r;let i=Y.nextNode(),o=0,a=0,c=n[0];for(;c!==void 0;){if(o===c.index){let p;c.type===2?p=new ie(i,i.nextSibling,this,t):c.type===1?p=new c.ctor(i,c.name,c.strings,this,t):c.type===6&&(p=new He(i,this,t)),this._$AV.push(p),c=n[++a]}o!==c?.index&&(i=Y.nextNode(),o++)}return Y.currentNode=J,r}p(t){let e=0;for(let n of this._$AV)n!==void 0&&(n.strings!==void 0?(n._$AI(t,n,e),e+=n.strings.length-2):n._$AI(t[e])),e++}},ie=class s{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(t,e,n,r){this.type=2,this._$AH=l,this._$AN=void 0,this._$AA=t,this._$AB=e,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let t=this._$AA.parentNode,e=this._$AM;return e!==void 0&&t?.nodeType===11&&(t=e.parentNode),t}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(t,e=this){t=X(this,t,e),we(t)?t===l||t==null||t===""?(this._$AH!==l&&this._$AR(),this._$AH=l):t!==this._$AH&&t!==E&&this._(t):t._$litType$!==void 0?this.$(t):t.nodeType!==void 0?this.T(t):At(t)?this.k(t):this._(t)}O(t){return this._$AA.parentNode.insertBefore(t,this._$AB)}T(t){this._$AH!==t&&(this._$AR(),this._$AH=this.O(t))}_(t){this._$AH!==l&&we(this._$AH)?this._$AA.nextSibling.data=t:this.T(J.createTextNode(t)),this._$AH=t}$(t){let{values:e,_$litType$:n}=t,r=typeof n=="number"?this._$AC(t):(n.el===void 0&&(n.el=ve.createElement(Et(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(e);else{let i=new Pe(r,this),o=i.u(this.options);i.p(e),this.T(o),this._$AH=i}}_$AC(t){let e=xt.get(t.strings);return e===void 0&&xt.set(t.strings,e=new ve(t)),e}k(t){et(this._$AH)||(this._$AH=[],this._$AR());let e=this._$AH,n,r=0;for(let i of t)r===e.length?e.push(n=new s(this.O(be()),this.O(be()),this,this.options)):n=e[r],n._$AI(i),r++;r<e.length&&(this._$AR(n&&n._$AB.nextSibling,r),e.length=r)}_$AR(t=this._$AA.nextSibling,e){for(this._$AP?.(!1,!0,e);t!==this._$AB;){let n=_t(t).nextSibling;_t(t).remove(),t=n}}setConnected(t){this._$AM===void 0&&(this._$Cv=t,this._$AP?.(t))}},Q=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(t,e,n,r,i){this.type=1,this._$AH=l,this._$AN=void 0,this.element=t,this.name=e,this._$AM=r,this.options=i,n.length>2||n[0]!==""||n[1]!==""?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=l}_$AI(t,e=this,n,r){let i=this.strings,o=!1;if(i===void 0)t=X(this,t,e,0),o=!we(t)||t!==this._$AH&&t!==E,o&&(this._$AH=t);else{let a=t,c,p;for(t=i[0],c=0;c<i.length-1;c++)p=X(this,a[n+c],e,c),p===E&&(p=this._$AH[c]),o||=!we(p)||p!==this._$AH[c],p===l?t=l:t!==l&&(t+=(p??"")+i[c+1]),this._$AH[c]=p}o&&!r&&this.j(t)}j(t){t===l?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,t??"")}},Me=class extends Q{constructor(){super(...arguments),this.type=3}j(t){this.element[this.name]=t===l?void 0:t}},De=class extends Q{constructor(){super(...arguments),this.type=4}j(t){this.element.toggleAttribute(this.name,!!t&&t!==l)}},Le=class extends Q{constructor(t,e,n,r,i){super(t,e,n,r,i),this.type=5}_$AI(t,e=this){if((t=X(this,t,e,0)??l)===E)return;let n=this._$AH,r=t===l&&n!==l||t.capture!==n.capture||t.once!==n.once||t.passive!==n.passive,i=t!==l&&(n===l||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,t),this._$AH=t}handleEvent(t){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,t):this._$AH.handleEvent(t)}},He=class{constructor(t,e,n){this.element=t,this.type=6,this._$AN=void 0,this._$AM=e,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(t){X(this,t)}},kt={M:Xe,P:I,A:Qe,C:1,L:Ct,R:Pe,D:At,V:X,I:ie,H:Q,N:De,U:Le,B:Me,F:He},kn=Je.litHtmlPolyfillSupport;kn?.(ve,ie),(Je.litHtmlVersions??=[]).push("3.3.3");var Tt=(s,t,e)=>{let n=e?.renderBefore??t,r=n._$litPart$;if(r===void 0){let i=e?.renderBefore??null;n._$litPart$=r=new ie(t.insertBefore(be(),i),i,void 0,e??{})}return r._$AI(s),r};var nt=globalThis,b=class extends z{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let t=super.createRenderRoot();return this.renderOptions.renderBefore??=t.firstChild,t}update(t){let e=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(t),this._$Do=Tt(e,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return E}};b._$litElement$=!0,b.finalized=!0,nt.litElementHydrateSupport?.({LitElement:b});var Tn=nt.litElementPolyfillSupport;Tn?.({LitElement:b});(nt.litElementVersions??=[]).push("4.2.2");var On={attribute:!0,type:String,converter:_e,reflect:!1,hasChanged:Oe},Rn=(s=On,t,e)=>{let{kind:n,metadata:r}=e,i=globalThis.litPropertyMetadata.get(r);if(i===void 0&&globalThis.litPropertyMetadata.set(r,i=new Map),n==="setter"&&((s=Object.create(s)).wrapped=!0),i.set(e.name,s),n==="accessor"){let{name:o}=e;return{set(a){let c=t.get.call(this);t.set.call(this,a),this.requestUpdate(o,c,s,!0,a)},init(a){return a!==void 0&&this.C(o,void 0,s,a),a}}}if(n==="setter"){let{name:o}=e;return function(a){let c=this[o];t.call(this,a),this.requestUpdate(o,c,s,!0,a)}}throw Error("Unsupported decorator location: "+n)};function g(s){return(t,e)=>typeof e=="object"?Rn(s,t,e):((n,r,i)=>{let o=r.hasOwnProperty(i);return r.constructor.createProperty(i,n),o?Object.getOwnPropertyDescriptor(r,i):void 0})(s,t,e)}function _(s){return g({...s,state:!0,attribute:!1})}var Pn={comma_decimal:["en-US","en"],decimal_comma:["de","es","it"],quote_decimal:["de-CH","it-CH"],space_comma:["fr","sv","cs"],none:["en-US"]},Mn={DMY:["day","month","year"],MDY:["month","day","year"],YMD:["year","month","day"]},Dn=s=>new Intl.DateTimeFormat(s,{hour:"numeric"}).resolvedOptions().hour12??!1,ee=class{constructor(t,e){this.hour=t=>this.#n()?new Intl.DateTimeFormat(this.language,{hour:"numeric",hourCycle:"h12",timeZone:"UTC"}).format(Date.UTC(2e3,0,1,t)):String(t).padStart(2,"0");this.#e=t;let n=new Intl.DateTimeFormat().resolvedOptions().timeZone;this.timeZone=t.time_zone==="local"&&n?n:e}#e;get language(){return this.#e.language}number(t,e,n=e){let r=this.#e.number_format??"language",i=r==="system"?void 0:Pn[r]??this.language;return new Intl.NumberFormat(i,{minimumFractionDigits:n,maximumFractionDigits:e,useGrouping:r!=="none"}).format(t)}power(t){let e=Math.abs(t)<995?2:1,n=Math.abs(t)<5;return`${this.number(n?0:t/1e3,n?0:e)} kW`}energy(t){return`${this.number(t/1e3,t<1e5?2:1)} kWh`}current(t){return`${this.number(t,1)} A`}price(t,e=""){return`${this.number(t,Math.abs(t)<1?3:2,2)} ${e}`.trim()}time(t){return this.#r(t,this.timeZone)}timeOfDay(t){let e=new Date(`2000-01-01T${t.slice(0,5)}Z`);return Number.isNaN(e.getTime())?"":this.#r(e,"UTC")}hourOf(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("en",{hour:"numeric",hourCycle:"h23",timeZone:e});return Number(n.format(t))}#r(t,e){let n=this.#n();return new Intl.DateTimeFormat(this.language,{hour:n?"numeric":"2-digit",minute:"2-digit",hourCycle:n?"h12":"h23",timeZone:e}).format(t)}#n(){let{time_format:t,language:e}=this.#e;return t==="12"?!0:t==="24"?!1:Dn(t==="system"?void 0:e)}timeNear(t,e){let n=this.time(t);if(t.getTime()-e.getTime()<864e5)return n;let{timeZone:r}=this;return`${new Intl.DateTimeFormat(this.language,{weekday:"short",timeZone:r}).format(t)} ${n}`}span(t,e,n){let r=t>n?t:n;return`${this.timeNear(t,n)}–${this.timeNear(e,r)}`}date(t){return this.#s(t,{year:"numeric"},this.timeZone)}dayAndMonth(t){return this.#s(new Date(`${t}T00:00Z`),{},"UTC")}day(t){return t&&this.#s(new Date(`${t}T00:00Z`),{year:"numeric"},"UTC")}days(t,e){return`${this.day(t)} – ${this.day(e)}`}dateTime(t){return`${this.date(t)}, ${this.time(t)}`}#s(t,e,n){let r=this.#e.date_format??"language",i=new Intl.DateTimeFormat(r==="system"?void 0:this.language,{day:"numeric",month:"numeric",timeZone:n,...e}),o=Mn[r];if(!o)return i.format(t);let a=i.formatToParts(t),c=a.find(p=>p.type==="literal")?.value??"/";return o.flatMap(p=>a.find(h=>h.type===p)?.value??[]).join(c)}dayOf(t){let{timeZone:e}=this;return new Intl.DateTimeFormat("sv-SE",{timeZone:e,dateStyle:"short"}).format(t)}midnight(t){let e=Date.parse(`${t}T00:00Z`),n=e-this.#i(e);return new Date(e-this.#i(n))}#i(t){let{timeZone:e}=this,n=new Intl.DateTimeFormat("sv-SE",{year:"numeric",month:"2-digit",day:"2-digit",hour:"2-digit",minute:"2-digit",second:"2-digit",timeZone:e}).format(t);return Date.parse(`${n.replace(" ","T")}Z`)-t}},te=s=>{let t=Math.floor(s/60),e=t%60;return t<60?`${t} min`:`${Math.floor(t/60)} h ${String(e).padStart(2,"0")} min`},Ot=s=>s<=120?`${s} s`:s<7200?`${Math.ceil(s/60)} min`:te(s),$=s=>new ee(s.locale??{language:s.language},s.config.time_zone);var L=async(s,t)=>{if(typeof t!="object"||t===null)return String(t);let e=t,{translation_domain:n,translation_key:r}=e;if(n&&r&&s.loadBackendTranslation){let o=(await s.loadBackendTranslation("exceptions",n).catch(()=>{}))?.(`component.${n}.exceptions.${r}.message`,e.translation_placeholders);if(o)return o}return typeof e.message=="string"?e.message:JSON.stringify(t)},Rt=async(s,t,e,n={})=>{let r=t.split(".",1)[0]??"";try{await s.callService(r,e,{entity_id:t,...n},void 0,!1);return}catch(i){return L(s,i)}},U=async(s,t,e={})=>(await s.callService("plug_control",t,e,void 0,!1,!0)).response;var x="plug_control",xe="unavailable",Ln="number.maximum_current",Hn=s=>{let t=new Map;for(let e of Object.values(s.entities)){if(e.platform!==x||!e.device_id)continue;let n=t.get(e.device_id);n?n.push(e):t.set(e.device_id,[e])}return t},Pt=s=>{let t=new Map,e=[...s].sort((n,r)=>n.entity_id.localeCompare(r.entity_id));for(let{entity_id:n,translation_key:r}of e){let i=n.split(".",1)[0]??"",o=`${i}.${r??i}`;t.set(o,[...t.get(o)??[],n])}return t},rt=s=>s?.name_by_user??s?.name??"",oe=s=>{let t=Hn(s),e=[];for(let[r,i]of t){let o=Pt(i);if(!o.has(Ln))continue;let a=s.devices[r],c=a?.parent_device_id??r;e.push({deviceId:r,chargePointId:c,name:rt(a),chargePointName:rt(s.devices[c])||rt(a),entities:o,chargePointEntities:Pt(t.get(c)??[])})}let n=r=>`${r.chargePointName}
${r.name}`;return e.sort((r,i)=>n(r).localeCompare(n(i)))},Wn=`${x}.former_device`,Nn=(s,t)=>s?.identifiers?.some(([e,n])=>e===Wn&&n===t)??!1,Ne=(s,t)=>{let e=oe(s);return t?e.find(n=>n.deviceId===t)??e.find(n=>Nn(s.devices[n.deviceId],t))??e.find(n=>n.chargePointId===t):e[0]},ae=(s,t)=>{let{name:e,chargePointId:n,chargePointName:r}=t;return oe(s).filter(o=>o.chargePointId===n).length===1?r:e.startsWith(r)?e:`${r} · ${e}`},C=(s,t)=>t===void 0?void 0:s.states[t],O=s=>s!==void 0&&s.state!==xe&&s.state!=="unknown",D=s=>{if(!O(s)||s.state.trim()==="")return;let t=Number(s.state);if(!Number.isFinite(t))return;let e=zn[String(s.attributes.unit_of_measurement)]??1;return t*e},zn={kW:1e3,kWh:1e3,MW:1e6,MWh:1e6,mA:.001};var In=new Set(["button","number","select","switch","time"]),Un=5e3,Mt=s=>In.has(s.split(".",1)[0]??""),ze=class{#e;#r="";#n=new Set;#s;constructor(t){this.#e=t,t.addController(this)}hostDisconnected(){clearTimeout(this.#s),this.#r=""}within(t,e){if(t.user?.is_admin!==!1)return e;let n=[...e.entities],r=n.flatMap(([a,c])=>Mt(a)?c:[]),i=JSON.stringify([t.user.id,r]);i!==this.#r&&this.#i(t,r,i);let o=new Map(n.map(([a,c])=>[a,Mt(a)?c.filter(p=>this.#n.has(p)):c]).filter(([,a])=>a.length>0));return{...e,entities:o}}async#i(t,e,n){clearTimeout(this.#s),this.#r=n,this.#n=new Set;try{let r=await t.callWS({type:"plug_control/controllable",entity_ids:e});n===this.#r&&(this.#n=new Set(r))}catch{this.#s=setTimeout(()=>{this.#r="",this.#e.requestUpdate()},Un)}this.#e.requestUpdate()}};var Dt={amperes_per_phase:"Ampere je Phase",boost:"Boost",boost_hint:"Volle Leistung bis zum Ende dieses Ladevorgangs",call_address:"Trage diese Adresse in den Einstellungen der Ladestation dort ein, wo sie nach dem OCPP-Server fragt:",car:"Auto",car_recognised:"Erkannt: {car}",card_description:"Ein Anschluss: was er tut und warum, mit allem zum Bedienen.",charge_point:"Ladestation",charger_allows:"Was die Ladestation erlauben will",charging:"Lädt",choose_connector:"Wähle in den Einstellungen der Karte einen Anschluss von Plug Control.",connector:"Anschluss",connectors_all:"Alle Anschlüsse",count_charging:{one:"lädt",other:"laden"},count_free:{one:"frei",other:"frei"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"angesteckt",other:"angesteckt"},csv:"CSV herunterladen",dashboard_description:"Alle Ladestationen, ihre Ladevorgänge und ihre Energie. Neue erscheinen von selbst.",dismiss:"Ausblenden",duration:"Dauer",end:"Ende",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie dieser Ladevorgänge",estimated:"geschätzt",every:"Wiederholen",failed:"Das hat nicht geklappt",from:"Von",ha_starts:"Home Assistant startet gerade …",history:"Letzte Stunden und Geplantes",hour:"Stunde",limit:"Maximaler Strom",loading:"Lädt …",main_fuse:"die Hauptsicherung",minute:"Minute",mode:"Lademodus",more_sessions:"Mehr anzeigen",name:"Name",named_circuit:"„{name}“",no_connectors:"Noch hat sich keine Ladestation mit Plug Control verbunden.",no_own_sessions:"In dieser Zeit gibt es keine Ladevorgänge mit deinen Karten. Nur Administratoren sehen die Ladevorgänge anderer, außer eine Option von Plug Control gibt sie frei.",no_sessions:"Keine Ladevorgänge in dieser Zeit.",not_connected:"{name} ist nicht verbunden",not_running:"Plug Control ist eingerichtet, läuft aber nicht. Sobald es läuft, geht es hier von selbst weiter.",not_set_up:"Plug Control ist hier nicht (mehr) eingerichtet. Füge die Integration hinzu oder lösche dieses Dashboard.",offline:"Offline",offline_since:"Offline seit",open_settings:"Einstellungen öffnen",paused:"Pausiert",peak_power:"Höchste Leistung",period:"Zeitraum",period_last:{one:"Letzter Tag",other:"Letzte {days} Tage"},period_last_month:"Letzter Monat",period_own:"Von … bis …",period_this_month:"Dieser Monat",period_this_year:"Dieses Jahr",person:"Wer",persons_all:"Alle",phases:{one:"eine Phase",other:"{phases} Phasen"},plan:"Plan",plan_none:"Kein Plan",plan_planned:"Geplant",plan_use:"Nach diesem Plan laden",power:"Leistung",price:"Preis",problem:"Störung",ready_by:"Fertig bis",reason:"Warum",reason_cheap:"Strom ist günstig: {price}, Grenze {price_limit}",reason_holding_minimum:"Zu wenig Überschuss: pausiert in {wait}",reason_home_battery_first:"Der Hausspeicher kommt zuerst: {soc} von {target}",reason_limited_by_away:"Begrenzt durch {circuit}: {away} ist offline und zählt mit {away_current}",reason_limited_by_circuit:"Begrenzt durch {circuit}",reason_limited_by_circuit_phase:"Begrenzt durch {circuit} auf {phase}",reason_limited_by_circuit_wait:"Abgeschaltet durch {circuit} auf {phase}; darf in {wait} wieder starten",reason_minimum_off_time:"Genug Überschuss: lädt in {wait}",reason_minimum_soc:"Lädt zuerst bis {target}: jetzt {soc}",reason_plan:"Lädt nach Plan {span}",reason_plan_cheapest:"Günstigste Stunden {span}",reason_plan_solar:"Geplante Sonnenstunden {span}",reason_plan_unreachable:"Volle Leistung, trotzdem fehlen um {end} noch {energy}",reason_plan_waiting:"Wartet auf die geplanten Stunden {span}",reason_plan_waiting_cheapest:"Wartet auf die günstigsten Stunden {span}",reason_plan_waiting_solar:"Wartet auf die Sonnenstunden {span}",reason_switching_phases:"Wechselt auf {phases}",reason_switching_phases_wait:"Wechselt auf {phases}: lädt wieder in {wait}",reason_waiting_for_surplus:"Wartet auf {power} Überschuss",reason_waiting_for_surplus_wait:"Wartet, bis {wait} lang {power} Überschuss da sind",reason_waiting_for_turn:"Wartet auf andere Autos: {circuit} ist ausgelastet",reason_waiting_for_turn_wait:"Wartet höchstens {wait} auf andere Autos: {circuit} ist ausgelastet",receipt:"Beleg",receipt_battery:"Speicher",receipt_dearer:"{cost} mehr als bei sofortigem Laden",receipt_description:"Was der letzte Ladevorgang eines Anschlusses verbraucht, gekostet und gespart hat.",receipt_estimated:"Zum Teil geschätzt",receipt_grid:"Netz",receipt_none:"Hier ist noch kein Ladevorgang zu Ende gegangen.",receipt_saved:"{cost} gespart",receipt_sun:"Sonne",receipt_unknown:"Unbekannt",refused_call:"Ein Gerät mit der Adresse {address} wollte sich mit ihrer Kennung verbinden ({time}) und wurde abgewiesen: {cause}.",register:"Registrieren",repairs:"Reparaturen öffnen",running:"läuft",session:"Ladevorgang",sessions:"Ladevorgänge",sessions_description:"Alle Ladevorgänge, mit Summen, Diagramm und Download.",show_controls:"Bedienung zeigen",show_graph:"Diagramm zeigen",show_plan:"Plan zeigen",shown_of:"{shown} von {total}",signed:"Signierte Messwerte herunterladen",solar_share:"Von der Sonne",start:"Beginn",start_charging:"Laden starten",state_of_charge:"Ladestand",stop_charging:"Laden beenden",stop_reason:"Beendet durch",sun:"Sonne",target_soc:"Laden bis (%)",to:"Bis",unknown_car:"{id_tag}, die Autocharge-Kennung eines Autos an {charge_point}",unknown_card:"{id_tag}, vorgehalten an {charge_point}",unknown_cards:"Unbekannte Karten",whose_card:"Wem gehört die Karte?"};var st={amperes_per_phase:"Amperes per phase",boost:"Boost",boost_hint:"Full power until this session ends",call_address:"Enter this address in the charge point's settings, where it asks for the OCPP server:",car:"Car",car_recognised:"Recognised: {car}",card_description:"One connector: what it does and why, with all its controls.",charge_point:"Charge point",charger_allows:"What the charger says it will allow",charging:"Charging",choose_connector:"Choose a connector of Plug Control in the card's settings.",connector:"Connector",connectors_all:"All connectors",count_charging:{one:"charging",other:"charging"},count_free:{one:"free",other:"free"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"plugged in",other:"plugged in"},csv:"Download CSV",dashboard_description:"All charge points, their sessions and their energy. New ones appear by themselves.",dismiss:"Dismiss",duration:"Duration",end:"End",energy:"Energy",energy_kwh:"Energy (kWh)",energy_total:"Energy of these sessions",estimated:"estimated",every:"Repeat",failed:"That did not work",from:"From",ha_starts:"Home Assistant is starting …",history:"Last hours and what is planned",hour:"Hour",limit:"Maximum current",loading:"Loading …",main_fuse:"the main fuse",minute:"Minute",mode:"Charging mode",more_sessions:"Show more",name:"Name",named_circuit:"“{name}”",no_connectors:"No charge point has connected to Plug Control yet.",no_own_sessions:"There are no sessions with your cards in this time. Only administrators see the sessions of others, unless an option of Plug Control shares them.",no_sessions:"No sessions in this time.",not_connected:"{name} is not connected",not_running:"Plug Control is set up, but not running. This page goes on by itself as soon as it runs.",not_set_up:"Plug Control is not set up here (any more). Add the integration, or delete this dashboard.",offline:"Offline",offline_since:"Offline since",open_settings:"Open the settings",paused:"Paused",peak_power:"Peak power",period:"Time",period_last:{one:"Last day",other:"Last {days} days"},period_last_month:"Last month",period_own:"From … to …",period_this_month:"This month",period_this_year:"This year",person:"Who",persons_all:"Everyone",phases:{one:"one phase",other:"{phases} phases"},plan:"Plan",plan_none:"No plan",plan_planned:"Planned",plan_use:"Charge by this plan",power:"Power",price:"Price",problem:"Problem",ready_by:"Ready by",reason:"Why",reason_cheap:"Electricity is cheap: {price}, limit {price_limit}",reason_holding_minimum:"Too little surplus: pausing in {wait}",reason_home_battery_first:"The home battery comes first: {soc} of {target}",reason_limited_by_away:"Limited by {circuit}: {away} is offline and counts as {away_current}",reason_limited_by_circuit:"Limited by {circuit}",reason_limited_by_circuit_phase:"Limited by {circuit} on {phase}",reason_limited_by_circuit_wait:"Switched off by {circuit} on {phase}; may start again in {wait}",reason_minimum_off_time:"Enough surplus: charging starts in {wait}",reason_minimum_soc:"Charging to {target} first: at {soc}",reason_plan:"Charging by plan {span}",reason_plan_cheapest:"Cheapest hours {span}",reason_plan_solar:"Planned sunny hours {span}",reason_plan_unreachable:"Full power, yet {energy} will be missing at {end}",reason_plan_waiting:"Waiting for the planned hours {span}",reason_plan_waiting_cheapest:"Waiting for the cheapest hours {span}",reason_plan_waiting_solar:"Waiting for the sunny hours {span}",reason_switching_phases:"Switching to {phases}",reason_switching_phases_wait:"Switching to {phases}: charging again in {wait}",reason_waiting_for_surplus:"Waiting for {power} of surplus",reason_waiting_for_surplus_wait:"Waiting for {power} of surplus for {wait}",reason_waiting_for_turn:"Waiting for its turn: {circuit} is fully used",reason_waiting_for_turn_wait:"Waiting for its turn, {wait} at most: {circuit} is fully used",receipt:"Receipt",receipt_battery:"Battery",receipt_dearer:"{cost} more than charging at once",receipt_description:"What the last session of a connector took, cost and saved.",receipt_estimated:"Partly estimated",receipt_grid:"Grid",receipt_none:"No session has ended here yet.",receipt_saved:"{cost} saved",receipt_sun:"Sun",receipt_unknown:"Unknown",refused_call:"A device at {address} tried to connect with its identity ({time}) and was refused: {cause}.",register:"Register",repairs:"Open the repairs",running:"running",session:"Session",sessions:"Sessions",sessions_description:"All sessions, with totals, a chart and a download.",show_controls:"Show controls",show_graph:"Show the graph",show_plan:"Show the plan",shown_of:"{shown} of {total}",signed:"Download signed meter values",solar_share:"From the sun",start:"Start",start_charging:"Start charging",state_of_charge:"State of charge",stop_charging:"Stop charging",stop_reason:"Ended by",sun:"Sun",target_soc:"Charge to (%)",to:"To",unknown_car:"{id_tag}, a car's Autocharge id at {charge_point}",unknown_card:"{id_tag}, presented at {charge_point}",unknown_cards:"Unknown cards",whose_card:"Whose card is it?"};var Lt={amperes_per_phase:"Amperios por fase",boost:"Boost",boost_hint:"Potencia máxima hasta que termine esta sesión",call_address:"Introduce esta dirección en los ajustes del punto de recarga, donde pide el servidor OCPP:",car:"Coche",car_recognised:"Reconocido: {car}",card_description:"Un conector: qué hace y por qué, con todos sus controles.",charge_point:"Punto de recarga",charger_allows:"Lo que el punto de recarga dice que permitirá",charging:"Cargando",choose_connector:"Elige un conector de Plug Control en los ajustes de la tarjeta.",connector:"Conector",connectors_all:"Todos",count_charging:{one:"cargando",other:"cargando"},count_free:{one:"libre",other:"libres"},count_offline:{one:"sin conexión",other:"sin conexión"},count_plugged_in:{one:"enchufado",other:"enchufados"},csv:"Descargar CSV",dashboard_description:"Todos los puntos de recarga, sus sesiones y su energía. Los nuevos aparecen solos.",dismiss:"Ocultar",duration:"Duración",end:"Fin",energy:"Energía",energy_kwh:"Energía (kWh)",energy_total:"Energía de estas sesiones",estimated:"estimada",every:"Repetir",failed:"No ha funcionado",from:"Desde",ha_starts:"Home Assistant se está iniciando…",history:"Últimas horas y lo planificado",hour:"Hora",limit:"Corriente máxima",loading:"Cargando…",main_fuse:"el fusible principal",minute:"Minuto",mode:"Modo de carga",more_sessions:"Mostrar más",name:"Nombre",named_circuit:"«{name}»",no_connectors:"Ningún punto de recarga se ha conectado todavía a Plug Control.",no_own_sessions:"No hay sesiones con tus tarjetas en este periodo. Solo los administradores ven las sesiones de los demás, salvo que una opción de Plug Control las comparta.",no_sessions:"No hay sesiones en este periodo.",not_connected:"{name} no está conectado",not_running:"Plug Control está configurado, pero no funciona. Esta página continúa sola en cuanto funcione.",not_set_up:"Plug Control no está (o ya no está) configurado aquí. Añade la integración, o elimina este panel de control.",offline:"Sin conexión",offline_since:"Sin conexión desde",open_settings:"Abrir los ajustes",paused:"En pausa",peak_power:"Potencia máxima",period:"Periodo",period_last:{one:"Último día",other:"Últimos {days} días"},period_last_month:"Mes pasado",period_own:"Del … al …",period_this_month:"Este mes",period_this_year:"Este año",person:"Quién",persons_all:"Todos",phases:{one:"una fase",other:"{phases} fases"},plan:"Plan",plan_none:"Sin plan",plan_planned:"Planificado",plan_use:"Cargar según este plan",power:"Potencia",price:"Precio",problem:"Problema",ready_by:"Listo a las",reason:"Por qué",reason_cheap:"La electricidad es barata: {price}, límite {price_limit}",reason_holding_minimum:"Demasiado poco excedente: pausa en {wait}",reason_home_battery_first:"La batería doméstica va primero: {soc} de {target}",reason_limited_by_away:"Limitado por {circuit}: {away} está sin conexión y cuenta como {away_current}",reason_limited_by_circuit:"Limitado por {circuit}",reason_limited_by_circuit_phase:"Limitado por {circuit} en {phase}",reason_limited_by_circuit_wait:"Apagado por {circuit} en {phase}; puede iniciarse de nuevo en {wait}",reason_minimum_off_time:"Excedente suficiente: la carga empieza en {wait}",reason_minimum_soc:"Cargando primero hasta {target}: va por {soc}",reason_plan:"Cargando según el plan {span}",reason_plan_cheapest:"Horas más baratas {span}",reason_plan_solar:"Horas de sol planificadas {span}",reason_plan_unreachable:"Potencia máxima, pero faltarán {energy} a las {end}",reason_plan_waiting:"Esperando las horas planificadas {span}",reason_plan_waiting_cheapest:"Esperando las horas más baratas {span}",reason_plan_waiting_solar:"Esperando las horas de sol {span}",reason_switching_phases:"Cambiando a {phases}",reason_switching_phases_wait:"Cambiando a {phases}: carga de nuevo en {wait}",reason_waiting_for_surplus:"Esperando {power} de excedente",reason_waiting_for_surplus_wait:"Esperando {power} de excedente durante {wait}",reason_waiting_for_turn:"Esperando su turno: {circuit} está al completo",reason_waiting_for_turn_wait:"Esperando su turno, {wait} como máximo: {circuit} está al completo",receipt:"Recibo",receipt_battery:"Batería",receipt_dearer:"{cost} más que cargando enseguida",receipt_description:"Lo que la última sesión de un conector tomó, costó y ahorró.",receipt_estimated:"En parte estimado",receipt_grid:"Red",receipt_none:"Aquí aún no ha terminado ninguna sesión.",receipt_saved:"{cost} ahorrados",receipt_sun:"Sol",receipt_unknown:"Desconocido",refused_call:"Un dispositivo en {address} intentó conectarse con su identidad ({time}) y fue rechazado: {cause}.",register:"Registrar",repairs:"Abrir las reparaciones",running:"en curso",session:"Sesión",sessions:"Sesiones",sessions_description:"Todas las sesiones, con totales, un gráfico y descarga.",show_controls:"Mostrar los controles",show_graph:"Mostrar el gráfico",show_plan:"Mostrar el plan",shown_of:"{shown} de {total}",signed:"Descargar lecturas firmadas",solar_share:"Del sol",start:"Inicio",start_charging:"Iniciar la carga",state_of_charge:"Estado de carga",stop_charging:"Detener la carga",stop_reason:"Terminada por",sun:"Sol",target_soc:"Cargar hasta (%)",to:"Hasta",unknown_car:"{id_tag}, el identificador Autocharge de un coche en {charge_point}",unknown_card:"{id_tag}, presentada en {charge_point}",unknown_cards:"Tarjetas desconocidas",whose_card:"¿De quién es la tarjeta?"};var Ht={amperes_per_phase:"Ampères par phase",boost:"Boost",boost_hint:"Pleine puissance jusqu'à la fin de cette session",call_address:"Saisissez cette adresse dans les réglages de la borne, là où elle demande le serveur OCPP :",car:"Voiture",car_recognised:"Reconnue : {car}",card_description:"Un connecteur : ce qu'il fait et pourquoi, avec toutes ses commandes.",charge_point:"Borne de recharge",charger_allows:"Ce que la borne dit qu'elle autorisera",charging:"En charge",choose_connector:"Choisissez un connecteur de Plug Control dans les réglages de la carte.",connector:"Connecteur",connectors_all:"Tous",count_charging:{one:"en charge",other:"en charge"},count_free:{one:"disponible",other:"disponibles"},count_offline:{one:"hors ligne",other:"hors ligne"},count_plugged_in:{one:"branchée",other:"branchées"},csv:"Télécharger en CSV",dashboard_description:"Toutes les bornes, leurs sessions et leur énergie. Les nouvelles apparaissent d'elles-mêmes.",dismiss:"Masquer",duration:"Durée",end:"Fin",energy:"Énergie",energy_kwh:"Énergie (kWh)",energy_total:"Énergie de ces sessions",estimated:"estimée",every:"Répéter",failed:"Cela n'a pas fonctionné",from:"De",ha_starts:"Home Assistant démarre…",history:"Dernières heures et ce qui est planifié",hour:"Heure",limit:"Courant maximal",loading:"Chargement…",main_fuse:"le disjoncteur principal",minute:"Minute",mode:"Mode de charge",more_sessions:"Afficher plus",name:"Nom",named_circuit:"« {name} »",no_connectors:"Aucune borne ne s'est encore connectée à Plug Control.",no_own_sessions:"Il n'y a pas de sessions avec vos badges sur cette période. Seuls les administrateurs voient les sessions des autres, sauf si une option de Plug Control les partage.",no_sessions:"Aucune session sur cette période.",not_connected:"{name} n'est pas connectée",not_running:"Plug Control est configuré, mais ne fonctionne pas. Cette page continue d'elle-même dès qu'il fonctionne.",not_set_up:"Plug Control n'est pas (ou plus) configuré ici. Ajoutez l'intégration, ou supprimez ce tableau de bord.",offline:"Hors ligne",offline_since:"Hors ligne depuis",open_settings:"Ouvrir les paramètres",paused:"En pause",peak_power:"Puissance maximale",period:"Période",period_last:{one:"Dernier jour",other:"{days} derniers jours"},period_last_month:"Mois dernier",period_own:"Du … au …",period_this_month:"Ce mois-ci",period_this_year:"Cette année",person:"Qui",persons_all:"Tout le monde",phases:{one:"une phase",other:"{phases} phases"},plan:"Plan",plan_none:"Aucun plan",plan_planned:"Planifié",plan_use:"Recharger selon ce plan",power:"Puissance",price:"Prix",problem:"Problème",ready_by:"Prête pour",reason:"Pourquoi",reason_cheap:"L'électricité est bon marché : {price}, limite {price_limit}",reason_holding_minimum:"Trop peu de surplus : pause dans {wait}",reason_home_battery_first:"La batterie domestique passe d'abord : {soc} sur {target}",reason_limited_by_away:"Limitée par {circuit} : {away} est hors ligne et compte pour {away_current}",reason_limited_by_circuit:"Limitée par {circuit}",reason_limited_by_circuit_phase:"Limitée par {circuit} sur {phase}",reason_limited_by_circuit_wait:"Coupée par {circuit} sur {phase} ; peut redémarrer dans {wait}",reason_minimum_off_time:"Assez de surplus : la recharge démarre dans {wait}",reason_minimum_soc:"Recharge d'abord à {target} : en est à {soc}",reason_plan:"Recharge selon le plan {span}",reason_plan_cheapest:"Heures les moins chères {span}",reason_plan_solar:"Heures ensoleillées planifiées {span}",reason_plan_unreachable:"Pleine puissance, mais il manquera {energy} à {end}",reason_plan_waiting:"En attente des heures planifiées {span}",reason_plan_waiting_cheapest:"En attente des heures les moins chères {span}",reason_plan_waiting_solar:"En attente des heures ensoleillées {span}",reason_switching_phases:"Passage à {phases}",reason_switching_phases_wait:"Passage à {phases} : la recharge reprend dans {wait}",reason_waiting_for_surplus:"En attente de {power} de surplus",reason_waiting_for_surplus_wait:"En attente de {power} de surplus pendant {wait}",reason_waiting_for_turn:"Attend son tour : {circuit} est entièrement utilisé",reason_waiting_for_turn_wait:"Attend son tour, {wait} au plus : {circuit} est entièrement utilisé",receipt:"Reçu",receipt_battery:"Batterie",receipt_dearer:"{cost} de plus qu'en rechargeant aussitôt",receipt_description:"Ce que la dernière session d'un connecteur a pris, coûté et économisé.",receipt_estimated:"En partie estimé",receipt_grid:"Réseau",receipt_none:"Aucune session ne s'est encore terminée ici.",receipt_saved:"{cost} économisés",receipt_sun:"Soleil",receipt_unknown:"Inconnu",refused_call:"Un appareil à {address} a essayé de se connecter avec son identifiant ({time}) et a été refusé : {cause}.",register:"Enregistrer",repairs:"Ouvrir les corrections",running:"en cours",session:"Session",sessions:"Sessions",sessions_description:"Toutes les sessions, avec totaux, graphique et téléchargement.",show_controls:"Afficher les commandes",show_graph:"Afficher le graphique",show_plan:"Afficher le plan",shown_of:"{shown} sur {total}",signed:"Télécharger les relevés signés",solar_share:"Du soleil",start:"Début",start_charging:"Démarrer la recharge",state_of_charge:"État de charge",stop_charging:"Arrêter la recharge",stop_reason:"Arrêtée par",sun:"Soleil",target_soc:"Recharger jusqu'à (%)",to:"À",unknown_car:"{id_tag}, l'identifiant Autocharge d'une voiture à {charge_point}",unknown_card:"{id_tag}, présenté à {charge_point}",unknown_cards:"Badges inconnus",whose_card:"À qui est le badge ?"};var Wt={amperes_per_phase:"Ampère per fase",boost:"Boost",boost_hint:"Vol vermogen tot deze sessie eindigt",call_address:"Voer dit adres in de instellingen van de laadpaal in, waar hij om de OCPP-server vraagt:",car:"Auto",car_recognised:"Herkend: {car}",card_description:"Eén connector: wat hij doet en waarom, met alle bediening.",charge_point:"Laadpaal",charger_allows:"Wat de laadpaal zegt te zullen toestaan",charging:"Aan het laden",choose_connector:"Kies een connector van Plug Control in de instellingen van de kaart.",connector:"Connector",connectors_all:"Alle connectoren",count_charging:{one:"aan het laden",other:"aan het laden"},count_free:{one:"vrij",other:"vrij"},count_offline:{one:"offline",other:"offline"},count_plugged_in:{one:"ingeplugd",other:"ingeplugd"},csv:"CSV downloaden",dashboard_description:"Alle laadpalen, hun sessies en hun energie. Nieuwe verschijnen vanzelf.",dismiss:"Verbergen",duration:"Duur",end:"Einde",energy:"Energie",energy_kwh:"Energie (kWh)",energy_total:"Energie van deze sessies",estimated:"geschat",every:"Herhalen",failed:"Dat is niet gelukt",from:"Van",ha_starts:"Home Assistant start …",history:"Laatste uren en wat is gepland",hour:"Uur",limit:"Maximale stroom",loading:"Laden …",main_fuse:"de hoofdzekering",minute:"Minuut",mode:"Laadmodus",more_sessions:"Meer tonen",name:"Naam",named_circuit:"“{name}”",no_connectors:"Er heeft nog geen laadpaal verbinding gemaakt met Plug Control.",no_own_sessions:"In deze periode zijn er geen sessies met jouw laadpassen. Alleen beheerders zien de sessies van anderen, tenzij een optie van Plug Control ze deelt.",no_sessions:"Geen sessies in deze periode.",not_connected:"{name} is niet verbonden",not_running:"Plug Control is ingesteld, maar draait niet. Deze pagina gaat vanzelf verder zodra het draait.",not_set_up:"Plug Control is hier niet (meer) ingesteld. Voeg de integratie toe, of verwijder dit dashboard.",offline:"Offline",offline_since:"Offline sinds",open_settings:"Instellingen openen",paused:"Gepauzeerd",peak_power:"Piekvermogen",period:"Periode",period_last:{one:"Laatste dag",other:"Laatste {days} dagen"},period_last_month:"Vorige maand",period_own:"Van … tot …",period_this_month:"Deze maand",period_this_year:"Dit jaar",person:"Wie",persons_all:"Iedereen",phases:{one:"één fase",other:"{phases} fasen"},plan:"Plan",plan_none:"Geen plan",plan_planned:"Gepland",plan_use:"Volgens dit plan laden",power:"Vermogen",price:"Prijs",problem:"Probleem",ready_by:"Klaar om",reason:"Waarom",reason_cheap:"Stroom is goedkoop: {price}, limiet {price_limit}",reason_holding_minimum:"Te weinig overschot: pauzeert over {wait}",reason_home_battery_first:"De thuisbatterij gaat voor: {soc} van {target}",reason_limited_by_away:"Beperkt door {circuit}: {away} is offline en telt voor {away_current}",reason_limited_by_circuit:"Beperkt door {circuit}",reason_limited_by_circuit_phase:"Beperkt door {circuit} op {phase}",reason_limited_by_circuit_wait:"Uitgeschakeld door {circuit} op {phase}; mag over {wait} weer starten",reason_minimum_off_time:"Genoeg overschot: laden start over {wait}",reason_minimum_soc:"Laadt eerst tot {target}: nu op {soc}",reason_plan:"Laadt volgens plan {span}",reason_plan_cheapest:"Goedkoopste uren {span}",reason_plan_solar:"Geplande zonuren {span}",reason_plan_unreachable:"Vol vermogen, maar er ontbreekt {energy} om {end}",reason_plan_waiting:"Wacht op de geplande uren {span}",reason_plan_waiting_cheapest:"Wacht op de goedkoopste uren {span}",reason_plan_waiting_solar:"Wacht op de zonuren {span}",reason_switching_phases:"Schakelt om naar {phases}",reason_switching_phases_wait:"Schakelt om naar {phases}: laadt weer over {wait}",reason_waiting_for_surplus:"Wacht op {power} overschot",reason_waiting_for_surplus_wait:"Wacht op {power} overschot gedurende {wait}",reason_waiting_for_turn:"Wacht op zijn beurt: {circuit} is volledig benut",reason_waiting_for_turn_wait:"Wacht op zijn beurt, hooguit {wait}: {circuit} is volledig benut",receipt:"Bon",receipt_battery:"Batterij",receipt_dearer:"{cost} meer dan bij meteen laden",receipt_description:"Wat de laatste sessie van een connector heeft verbruikt, gekost en bespaard.",receipt_estimated:"Deels geschat",receipt_grid:"Net",receipt_none:"Hier is nog geen sessie beëindigd.",receipt_saved:"{cost} bespaard",receipt_sun:"Zon",receipt_unknown:"Onbekend",refused_call:"Een apparaat op {address} probeerde met zijn identiteit verbinding te maken ({time}) en werd geweigerd: {cause}.",register:"Registreren",repairs:"Reparaties openen",running:"loopt",session:"Sessie",sessions:"Sessies",sessions_description:"Alle sessies, met totalen, een grafiek en een download.",show_controls:"Bediening tonen",show_graph:"Grafiek tonen",show_plan:"Plan tonen",shown_of:"{shown} van {total}",signed:"Ondertekende meterwaarden downloaden",solar_share:"Van de zon",start:"Begin",start_charging:"Laden starten",state_of_charge:"Laadniveau",stop_charging:"Laden stoppen",stop_reason:"Beëindigd door",sun:"Zon",target_soc:"Laden tot (%)",to:"Tot",unknown_car:"{id_tag}, het Autocharge-ID van een auto bij {charge_point}",unknown_card:"{id_tag}, aangeboden bij {charge_point}",unknown_cards:"Onbekende laadpassen",whose_card:"Van wie is de laadpas?"};var Zn={de:Dt,en:st,es:Lt,fr:Ht,nl:Wt},Nt=(s,t)=>{let e=(s??"en").split("-",1)[0]??"en",n=Zn[e]?.[t];return n===void 0?["en",st[t]]:[e,n]},f=(s,t)=>{let[,e]=Nt(s,t);return typeof e=="string"?e:e.other},ce=(s,t,e)=>{let[n,r]=Nt(s,t);return typeof r=="string"?r:r[new Intl.PluralRules(n).select(e)]??r.other},zt=/\{(\w+)\}/g,It=s=>[...s.matchAll(zt)].map(t=>t[1]??""),A=(s,t)=>s.replaceAll(zt,(e,n)=>t.get(n)??"");var F={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},Ie=s=>(...t)=>({_$litDirective$:s,values:t}),le=class{constructor(t){}get _$AU(){return this._$AM._$AU}_$AT(t,e,n){this._$Ct=t,this._$AM=e,this._$Ci=n}_$AS(t,e){return this.update(t,e)}update(t,e){return this.render(...e)}};var{I:li}=kt;var Ut=s=>s.strings===void 0;var Gn={},Ft=(s,t=Gn)=>s._$AH=t;var k=Ie(class extends le{constructor(s){if(super(s),s.type!==F.PROPERTY&&s.type!==F.ATTRIBUTE&&s.type!==F.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!Ut(s))throw Error("`live` bindings can only contain a single expression")}render(s){return s}update(s,[t]){if(t===E||t===l)return t;let e=s.element,n=s.name;if(s.type===F.PROPERTY){if(t===e[n])return E}else if(s.type===F.BOOLEAN_ATTRIBUTE){if(!!t===e.hasAttribute(n))return E}else if(s.type===F.ATTRIBUTE&&e.getAttribute(n)===t+"")return E;return Ft(s),t}});var it="auto",jt=(s,t,e,n)=>{let r=t?.attributes.options;if(!O(t)||!Array.isArray(r))return l;if(!e&&t.state===it)return l;let i=o=>{let a=s.formatEntityState?.({...t,state:o})??o,{car:c}=t.attributes;return o!==it||t.state!==it||typeof c!="string"?a:A(f(s.language,"car_recognised"),new Map([["car",c]]))};return d`<label class="car">
    <span>${f(s.language,"car")}</span>
    <select
      @change=${o=>{n(o.target.value)}}
    >
      ${r.map(o=>d`<option value=${o} .selected=${k(o===t.state)}>
            ${i(o)}
          </option>`)}
    </select>
  </label>`};var Bt=v`
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
`;var Kn={device_id:"connector",name:"name",show_controls:"show_controls",show_plan:"show_plan",show_graph:"show_graph"},Yn=()=>document.documentElement.lang||navigator.language,Ae=s=>{let t=Kn[s.name];return t?f(Yn(),t):s.name},Vt=()=>({schema:[{name:"device_id",required:!0,selector:{device:{integration:x,entity:{domain:"number"}}}},{name:"name",selector:{text:{}}},{name:"show_controls",default:!0,selector:{boolean:{}}},{name:"show_plan",default:!0,selector:{boolean:{}}},{name:"show_graph",default:!0,selector:{boolean:{}}}],computeLabel:Ae});var qt="M7 2a1 1 0 0 1 1 1v4h8V3a1 1 0 1 1 2 0v4h1a1 1 0 0 1 0 2v3a7 7 0 0 1-6 6.93V21a1 1 0 1 1-2 0v-2.07A7 7 0 0 1 5 12V9a1 1 0 0 1 0-2h1V3a1 1 0 0 1 1-1Z",Jn="M13 2 5 13.5h5.5L9.5 22 19 9.5h-6.2L13 2Z",Xn="M7 5h3.5v14H7V5Zm6.5 0H17v14h-3.5V5Z",Qn="M12 3 1.5 21h21L12 3Zm-1 7h2v5h-2v-5Zm0 6.5h2v2h-2v-2Z",er="M3.3 2 2 3.3l4.4 4.4A5.5 5.5 0 0 0 7 18.6h10.1L20.7 22 22 20.7 3.3 2ZM12 5.5c-1 0-2 .2-2.9.7l9.9 9.9a4.3 4.3 0 0 0-.9-8.4A6.5 6.5 0 0 0 12 5.5Z",tr="M11 3h2v9h-2V3Zm5.8 2.2A8 8 0 1 1 7.2 5.2L8.6 6.7a6 6 0 1 0 6.8 0l1.4-1.5Z",Zt={offline:er,problem:Qn,charging:Jn,off:tr,paused:Xn,plugged:qt,free:qt};var w=v`
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
`;var Gt={cheap:["reason_cheap"],minimum_soc:["reason_minimum_soc"],waiting_for_surplus:["reason_waiting_for_surplus_wait","reason_waiting_for_surplus"],minimum_off_time:["reason_minimum_off_time"],holding_minimum:["reason_holding_minimum"],switching_phases:["reason_switching_phases_wait","reason_switching_phases"],home_battery_first:["reason_home_battery_first"],plan:["reason_plan"],"plan/cheapest":["reason_plan_cheapest"],"plan/solar":["reason_plan_solar"],plan_waiting:["reason_plan_waiting"],"plan_waiting/cheapest":["reason_plan_waiting_cheapest"],"plan_waiting/solar":["reason_plan_waiting_solar"],plan_unreachable:["reason_plan_unreachable"],limited_by_circuit:["reason_limited_by_circuit_wait","reason_limited_by_circuit_phase","reason_limited_by_circuit"],limited_by_away:["reason_limited_by_away"],waiting_for_turn:["reason_waiting_for_turn_wait","reason_waiting_for_turn"]},nr="main",Ue=(s,t)=>{let e=s[t];return typeof e=="number"&&Number.isFinite(e)?e:void 0},Fe=(s,t)=>{let e=s[t];return typeof e=="string"?e:void 0},Kt=(s,t)=>{let e=new Date(Fe(s,t)??"");return Number.isNaN(e.getTime())?void 0:e},rr={away_current:["away_a",(s,t)=>`${t.number(s,0)} A`],power:["power_w",(s,t)=>t.power(s)],energy:["energy_wh",(s,t)=>`${t.number(s/1e3,1)} kWh`],soc:["soc_percent",(s,t)=>`${t.number(s,0)} %`],target:["target_percent",(s,t)=>`${t.number(s,0)} %`]},sr=(s,t,e)=>{let n=$(t),r=new Map;for(let[h,[m,y]]of Object.entries(rr)){let T=Ue(s,m);T!==void 0&&r.set(h,y(T,n))}for(let h of["price","price_limit"]){let m=Ue(s,h);m!==void 0&&r.set(h,n.price(m,Fe(s,"price_unit")))}let i=Ue(s,"wait_s");i&&r.set("wait",Ot(i));let o=Ue(s,"phases");if(o!==void 0){let h=ce(t.language,"phases",o);r.set("phases",A(h,new Map([["phases",String(o)]])))}for(let h of["circuit","phase","away"]){let m=Fe(s,h);m!==void 0&&r.set(h,m)}let a=r.get("circuit");if(a!==void 0){let h=A(f(t.language,"named_circuit"),new Map([["name",a]]));r.set("circuit",a===nr?f(t.language,"main_fuse"):h)}let[c,p]=[Kt(s,"start"),Kt(s,"end")];return p&&r.set("end",n.timeNear(p,e)),c&&p&&r.set("span",n.span(c,p,e)),r},Yt=(s,t,e=new Date)=>{if(!O(t)||t.state==="")return;let{attributes:n}=t,r=`/${Fe(n,"hours")??""}`,i=[...Gt[t.state+r]??[],...Gt[t.state]??[]],o=sr(n,s,e);for(let a of i){let c=f(s.language,a);if(It(c).every(p=>o.has(p)))return A(c,o)}return s.formatEntityState?.(t)??t.state};var ir="no_error",or="off",R=(s,t)=>s.entities.get(t)?.[0],ar=s=>{let t=typeof s=="string"?new Date(s):void 0;return t&&Number.isFinite(t.getTime())?t:void 0},Jt=s=>typeof s=="string"&&s!==""?s:void 0,cr=s=>O(s)&&s.state!==""?s.state:void 0,lr=(s,t)=>t?s.formatEntityState?.(t)??t.state:"",dr=(s,...t)=>t.map(e=>lr(s,e)).filter(Boolean).join(" · "),ot=s=>Array.isArray(s)?s.flatMap(t=>{if(typeof t!="object"||t===null)return[];let e=t,[n,r]=[new Date(String(e.start)),new Date(String(e.end))];return r>n?[{start:n,end:r,row:e}]:[]}):[],Se=s=>typeof s=="number"&&Number.isFinite(s)?s:void 0,pr=s=>ot(s).map(({start:t,end:e,row:n})=>({start:t,end:e,currentA:Se(n.current_a),price:Se(n.price),solar:n.solar===!0})),Xt=s=>ot(s).flatMap(({start:t,end:e,row:n})=>{let[r,i]=[Se(n.current_a),Se(n.power_w)];return r===void 0||i===void 0?[]:[{start:t,end:e,currentA:r,powerW:i}]}),ur=s=>ot(s).flatMap(({start:t,end:e,row:n})=>{let r=Se(n.price);return r===void 0?[]:[{start:t,end:e,price:r}]}),hr=s=>s.isOffline?"offline":s.hasProblem?"problem":s.isCharging?"charging":s.isOff?"off":s.isRunning?"paused":s.isPluggedIn?"plugged":"free",Qt=(s,t)=>{let e=G=>C(s,R(t,G)),n=G=>e(G)?.state==="on",r=C(s,t.chargePointEntities.get("binary_sensor.connectivity")?.[0]),i=e("sensor.status"),o=e("sensor.error"),a=e("select.charging_mode"),c=a?.state===or&&!n("switch.plan"),p=r?r.state!=="on":i?.state===xe||i===void 0,h=n("switch.charging"),m=h||n("binary_sensor.cable_connected"),y=e("select.car")?.attributes,T=C(s,Jt(y?.state_of_charge_entity)),q=e("sensor.planned_start"),pt=q?.attributes.price_unit;return{title:ae(s,t),activity:hr({isOffline:p,hasProblem:n("binary_sensor.problem"),isCharging:n("binary_sensor.charging"),isRunning:h,isPluggedIn:n("binary_sensor.cable_connected"),isOff:c}),status:dr(s,c?a:void 0,i,O(o)&&o.state!==ir?o:void 0),offlineSince:p&&r?new Date(r.last_changed):void 0,powerW:D(e("sensor.power")),currentsA:(t.entities.get("sensor.current_phase")??[]).map(G=>D(C(s,G))).filter(G=>G!==void 0),sessionEnergyWh:D(e("sensor.session_energy")),sessionStart:ar(e("sensor.session_energy")?.attributes.last_reset),person:cr(e("sensor.id_tag")),car:Jt(y?.car),stateOfCharge:D(e("sensor.state_of_charge"))??D(T),solarShare:D(e("sensor.session_solar_share")),reason:Yt(s,e("sensor.charging_reason")),isRunning:h,isPluggedIn:m,isOff:c,planned:pr(q?.attributes.windows),prices:ur(q?.attributes.prices),priceUnit:typeof pt=="string"?pt:""}};var mr=2e4,gr=15e3,H=class extends b{constructor(){super(...arguments);this.busy=!1;this.revision=0;this.allowed=[];this.#e=0;this.#n=new ze(this)}#e;#r;#n;#s;static{this.styles=[w,Bt]}static getConfigForm(){return Vt()}static getStubConfig(e){let n=oe(e)[0],r={show_controls:!0,show_plan:!0,show_graph:!0};return n?{device_id:n.deviceId,...r}:r}setConfig(e){e.device_id!==this.config?.device_id&&(this.allowed=[],this.#e+=1),this.config=e}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6}}connectedCallback(){super.connectedCallback(),this.#s=setInterval(()=>{this.requestUpdate()},gr)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#s),clearTimeout(this.#r)}render(){let{hass:e,config:n}=this;if(!e||!n)return l;let r=Ne(e,n.device_id);if(!r)return this.#i(n.device_id?"choose_connector":"no_connectors");let i=Qt(e,r),o=this.#n.within(e,r);return d`<ha-card>
      ${this.#l(i,n)} ${this.#c(i)} ${this.#d(i)}
      ${n.show_controls===!1?l:this.#f(o,i)} ${this.#$()}
      ${n.show_plan===!1?l:d`<plug-control-plan
              .hass=${e}
              .connector=${o}
              .planned=${i.planned}
              .priceUnit=${i.priceUnit}
              .revision=${this.revision}
              @wish=${a=>this.#m(a.detail)}
              @opened=${a=>this.#v(r,a.detail)}
            ></plug-control-plan>`}
      ${n.show_graph===!1?l:this.#w(r,i)}
    </ha-card>`}#i(e){return d`<ha-card><p class="secondary">${this.#t(e)}</p></ha-card>`}#l(e,n){let r=e.powerW!==void 0&&e.activity!=="offline";return d`<div class="head ${e.activity}">
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d=${Zt[e.activity]}></path>
      </svg>
      <div class="name">
        <h2>${n.name??e.title}</h2>
        <span class="secondary">${this.#p(e)}</span>
      </div>
      ${r?d`<span class="power" aria-label=${this.#t("power")}
              >${this.#a.power(e.powerW??0)}</span
            >`:l}
    </div>`}#p(e){return e.activity!=="offline"?e.status:e.offlineSince?`${this.#t("offline_since")} ${this.#a.dateTime(e.offlineSince)}`:this.#t("offline")}#c(e){return!e.reason||e.activity==="offline"?l:d`<p class="reason" aria-live="polite">${e.reason}</p>`}#d(e){let n=this.#a,r=[];if(e.isRunning){if(e.sessionEnergyWh!==void 0&&r.push(["session",n.energy(e.sessionEnergyWh)]),e.sessionStart){let o=Math.max(0,(Date.now()-e.sessionStart.getTime())/1e3);r.push(["duration",te(o)])}e.person&&r.push(["person",e.person]),e.solarShare!==void 0&&r.push(["solar_share",`${n.number(e.solarShare,0)} %`])}e.car&&r.push(["car",e.car]),e.stateOfCharge!==void 0&&r.push(["state_of_charge",`${n.number(e.stateOfCharge,0)} %`]);let i=e.activity==="charging"?e.currentsA:[];return!r.length&&!i.length?l:d`<dl>
      ${r.map(([o,a])=>d`<div>
            <dt>${this.#t(o)}</dt>
            <dd>${a}</dd>
          </div>`)}
      ${i.length?this.#o(i):l}
    </dl>`}#o(e){let n=e.map(r=>this.#a.current(r));return d`<div class="phases">
      <dt>${this.#t("amperes_per_phase")}</dt>
      <dd>${n.map((r,i)=>d`<span>L${i+1} ${r}</span>`)}</dd>
    </div>`}#f(e,n){let r=this.hass,i=r&&C(r,R(e,"select.charging_mode")),o=r&&C(r,R(e,"number.maximum_current"));return d`<plug-control-mode
        .hass=${r}
        .state=${i}
        .label=${this.#t("mode")}
        .revision=${this.revision}
        @choose=${a=>this.#u(e,"select.charging_mode","select_option",{option:a.detail})}
      ></plug-control-mode>
      ${O(o)?this.#_(e,o,n):l}
      ${r?this.#h(r,e,n):l}
      <div class="buttons">
        ${this.#y(e,n)} ${this.#b(e,n)}
      </div>`}#h(e,n,r){let i=C(e,R(n,"select.car"));return jt(e,i,r.isPluggedIn,o=>{this.#u(n,"select.car","select_option",{option:o})})}#_(e,n,r){return d`<plug-control-limit
      .state=${n}
      .label=${this.#t("limit")}
      .pausedText=${this.#t("paused")}
      .disabled=${r.activity==="offline"}
      .revision=${this.revision}
      @choose=${i=>this.#u(e,"number.maximum_current","set_value",{value:i.detail})}
    ></plug-control-limit>`}#y(e,n){if(!R(e,"switch.charging"))return l;let r=n.isRunning?"turn_off":"turn_on",i=n.activity==="plugged";return d`<button
      class=${i?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"}
      @click=${()=>this.#u(e,"switch.charging",r)}
    >
      ${this.#t(n.isRunning?"stop_charging":"start_charging")}
    </button>`}#b(e,n){let r=R(e,"switch.boost"),i=this.hass&&C(this.hass,r);if(!i)return l;let o=i.state==="on";return n.isOff&&!o?l:d`<button
      class=${o?"primary":""}
      ?disabled=${this.busy||n.activity==="offline"&&!o}
      aria-pressed=${o?"true":"false"}
      title=${this.#t("boost_hint")}
      @click=${()=>this.#u(e,"switch.boost",o?"turn_off":"turn_on")}
    >
      ${this.#t("boost")}
    </button>`}#w(e,n){let r=R(e,"sensor.power");return r?d`<plug-control-graph
      .hass=${this.hass}
      .entity=${r}
      .planned=${n.planned}
      .allowed=${n.activity==="offline"?[]:this.allowed}
      .prices=${n.prices}
      .priceUnit=${n.priceUnit}
    ></plug-control-graph>`:l}async#v(e,n){this.allowed=[];let r=this.#e+=1,{hass:i}=this;if(!(!n||!i||this.config?.show_graph===!1))try{let o=await U(i,"get_composite_schedule",{device_id:e.deviceId});r===this.#e&&(this.allowed=Xt(o.periods))}catch{}}#$(){return d`<div role="alert">
      ${this.error?d`<p class="error">
              <span>${this.#t("failed")}: ${this.error}</span>
              <button
                aria-label=${this.#t("dismiss")}
                @click=${()=>{this.#g(void 0)}}
              >
                ✕
              </button>
            </p>`:l}
    </div>`}async#u(e,n,r,i={}){let o=R(e,n);o&&await this.#m({entityId:o,service:r,data:i})}async#m(e){this.hass&&(this.busy=!0,this.#g(await Rt(this.hass,e.entityId,e.service,e.data)),this.busy=!1,this.revision+=1)}#g(e){clearTimeout(this.#r),this.error=e,e!==void 0&&(this.#r=setTimeout(()=>{this.error=void 0},mr))}get#a(){return this.hass?$(this.hass):new ee({language:"en"},"UTC")}#t(e){return f(this.hass?.language,e)}};u([g({attribute:!1})],H.prototype,"hass",2),u([_()],H.prototype,"config",2),u([_()],H.prototype,"error",2),u([_()],H.prototype,"busy",2),u([_()],H.prototype,"revision",2),u([_()],H.prototype,"allowed",2);var j=36e5,en=8*j,fr=3*j,_r=6*j,yr=24*j,br=6e4,Ee=320,M=72,wr=1400,vr=6,$r=[1,2,3,4,6,12],xr=(s,t)=>s.map(({s:e,lu:n})=>{let r=Number(e);return{at:n*1e3,powerW:Number.isFinite(r)&&e!==""?r*t:0}}),Ar=(s,t,e,n,r)=>{let i=h=>(Math.max(h,t)-t)/(e-t)*Ee,o=h=>M-Math.max(h,0)/r*M,a=s.filter((h,m)=>(s[m+1]?.at??n)>t),c=a[0];if(!c)return"";let p=a.map((h,m)=>{let y=a[m+1]?.at??n;return`V${o(h.powerW).toFixed(1)}H${i(y).toFixed(1)}`});return`M${i(c.at).toFixed(1)},${M}${p.join("")}V${M}Z`},Sr=(s,t)=>{let e=Math.max(t,...s.map(n=>n.end.getTime()));return e===t?t:Math.min(Math.max(e,t+j),t+yr)},Er=(s,t,e)=>{let n=$r.find(i=>(t-s)/j/i<=vr)??12,r=[];for(let i=Math.ceil(s/j)*j;i<=t;i+=j)e.hourOf(new Date(i))%n===0&&r.push(i);return r},tn=(s,t,e)=>{let n=s.filter(i=>i.end.getTime()>t&&i.start.getTime()<e),r=n.map(i=>i.price);return{seen:n,least:Math.min(...r),most:Math.max(...r)}},Cr=(s,t,e,n)=>{let r=o=>((Math.min(Math.max(o.getTime(),t),e)-t)/(e-t)*Ee).toFixed(1),i=o=>((1-Math.min(o/n,1))*M).toFixed(1);return s.filter(o=>o.end.getTime()>t&&o.start.getTime()<e).map((o,a)=>{let[c,p]=[r(o.start),i(o.powerW)];return`${a?`L${c},${p}`:`M${c},${p}`}H${r(o.end)}`}).join("")},P=class extends b{constructor(){super(...arguments);this.entity="";this.planned=[];this.allowed=[];this.prices=[];this.priceUnit="";this.empty=!0;this.points=[]}#e;static{this.styles=[w,v`
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
    `]}connectedCallback(){super.connectedCallback(),this.#e=setInterval(()=>{this.#r()},br)}disconnectedCallback(){super.disconnectedCallback(),clearInterval(this.#e)}willUpdate(e){e.has("entity")&&this.#r(),this.empty=!this.planned.length&&!this.allowed.length&&this.points.every(n=>n.powerW<=0)}async#r(){let{hass:e,entity:n}=this;if(!e||!n)return;let r=e.states[n]?.attributes.unit_of_measurement;try{let i=await e.callWS({type:"history/history_during_period",start_time:new Date(Date.now()-en).toISOString(),entity_ids:[n],minimal_response:!0,no_attributes:!0,significant_changes_only:!1});n===this.entity&&(this.points=xr(i[n]??[],r==="kW"?1e3:1))}catch{this.points=[]}}render(){let e=this.hass;if(!e||this.empty)return l;let n=Date.now(),r=this.planned.length||this.allowed.length,i=n-(r?fr:en),o=Math.max(Sr(this.planned,n),n+(this.allowed.length?_r:0)),a=Math.max(wr,...this.points.map(y=>y.powerW),...this.allowed.map(y=>y.powerW)),c=$(e),h=this.allowed.length||this.points.some(y=>y.powerW>0)?c.power(a):"",m=Er(i,o,c);return d`<div class="axis" aria-hidden="true">
        <span>${h}</span><span>${this.#c(i,o,c)}</span>
      </div>
      <svg
        viewBox="0 0 ${Ee} ${M}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${this.#d(c)}
      >
        ${m.map(y=>this.#s("hour",y,i,o))}
        ${this.planned.map(y=>this.#l(y,i,o))}
        <path class="power" d=${Ar(this.points,i,o,n,a)}></path>
        ${this.allowed.length?$e`<path class="allowed" d=${Cr(this.allowed,i,o,a)}></path>`:l}
        ${this.#p(i,o)}
        <line class="base" x1="0" x2=${Ee} y1=${M} y2=${M}></line>
        ${this.#s("now",n,i,o)}
      </svg>
      <div class="axis hours" aria-hidden="true">
        ${m.map(y=>this.#i(y,i,o,c))}
      </div>
      ${this.allowed.length?d`<div class="axis"><span class="legend">${this.#o("charger_allows")}</span></div>`:l}`}#n(e,n,r){return(Math.min(Math.max(e,n),r)-n)/(r-n)*Ee}#s(e,n,r,i){let o=this.#n(n,r,i);return $e`<line class=${e} y1="0" y2=${M} x1=${o} x2=${o}></line>`}#i(e,n,r,i){let o=(e-n)/(r-n),a=o<.04?"first":o>.96?"last":"";return d`<span class=${a} style="left: ${(o*100).toFixed(1)}%"
      >${i.time(new Date(e))}</span
    >`}#l(e,n,r){let i=this.#n(e.start.getTime(),n,r),o=this.#n(e.end.getTime(),n,r)-i;return $e`<rect class=${e.solar?"plan solar":"plan"} x=${i} y="12" width=${o} height=${M-12}></rect>`}#p(e,n){if(!this.planned.length)return l;let{seen:r,least:i,most:o}=tn(this.prices,e,n);if(!r.length)return l;let a=p=>o>i?6+(1-(p-i)/(o-i))*(M-12):M/2,c=r.map((p,h)=>{let m=this.#n(p.start.getTime(),e,n).toFixed(1),y=this.#n(p.end.getTime(),e,n).toFixed(1);return`${h?"L":"M"}${m},${a(p.price).toFixed(1)}H${y}`});return $e`<path class="price" d=${c.join("")}></path>`}#c(e,n,r){if(!this.planned.length)return"";let{seen:i,least:o,most:a}=tn(this.prices,e,n);return i.length?`${this.#o("price")} ${r.price(o)}–${r.price(a,this.priceUnit)}`:""}#d(e){let n=Math.max(0,...this.points.map(p=>p.powerW)),r=new Date,i=this.planned.map(p=>e.span(p.start,p.end,r)),o=i.length?`. ${this.#o("plan_planned")}: ${i.join(", ")}`:"",a=this.allowed.map(p=>`${e.span(p.start,p.end,r)} ${e.number(p.currentA,0)} A`),c=a.length?`. ${this.#o("charger_allows")}: ${a.join(", ")}`:"";return`${this.#o("history")}: ≤ ${e.power(n)}${o}${c}`}#o(e){return f(this.hass?.language,e)}};u([g({attribute:!1})],P.prototype,"hass",2),u([g()],P.prototype,"entity",2),u([g({attribute:!1})],P.prototype,"planned",2),u([g({attribute:!1})],P.prototype,"allowed",2),u([g({attribute:!1})],P.prototype,"prices",2),u([g()],P.prototype,"priceUnit",2),u([g({type:Boolean,reflect:!0})],P.prototype,"empty",2),u([_()],P.prototype,"points",2);var je=6,kr=300,Tr=(s,t)=>s===0||s>=je?s:s<t&&s<je/2?0:je,W=class extends b{constructor(){super(...arguments);this.label="";this.pausedText="";this.disabled=!1;this.revision=0}#e;static{this.styles=[w,v`
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
    `]}disconnectedCallback(){super.disconnectedCallback(),this.#e!==void 0&&this.#i()}willUpdate(e){e.has("revision")&&this.#e===void 0&&(this.dragged=void 0)}render(){let e=Number(this.state?.state);if(!this.state||!Number.isFinite(e))return l;let n=this.dragged??e,r=Number(this.state.attributes.max??32),i=n===0?this.pausedText:`${n} A`;return d`<div>
      <label for="limit">${this.label}</label>
      <output for="limit">${i}</output>
      <input
        id="limit"
        type="range"
        min="0"
        step="1"
        max=${r}
        style="--share: ${(n/r*100).toFixed(1)}%"
        .value=${String(n)}
        aria-valuetext=${i}
        ?disabled=${this.disabled}
        @input=${o=>{this.#r(o.target,e)}}
        @keydown=${o=>{this.#n(o,n)}}
        @change=${()=>{this.#s()}}
      />
    </div>`}#r(e,n){this.dragged=Tr(Number(e.value),this.dragged??n),e.value=String(this.dragged)}#n(e,n){n!==je||!["ArrowLeft","ArrowDown"].includes(e.key)||(e.preventDefault(),this.dragged=0,this.#s())}#s(){clearTimeout(this.#e),this.#e=setTimeout(()=>{this.#i()},kr)}#i(){clearTimeout(this.#e),this.#e=void 0,this.dragged===Number(this.state?.state)&&(this.dragged=void 0),this.dragged!==void 0&&this.dispatchEvent(new CustomEvent("choose",{detail:this.dragged}))}};u([g({attribute:!1})],W.prototype,"state",2),u([g()],W.prototype,"label",2),u([g()],W.prototype,"pausedText",2),u([g({type:Boolean})],W.prototype,"disabled",2),u([g({type:Number})],W.prototype,"revision",2),u([_()],W.prototype,"dragged",2);var B=class extends b{constructor(){super(...arguments);this.label="";this.disabled=!1;this.revision=0}static{this.styles=[w,v`
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
      ${n.map(r=>this.#e({...e,state:r}))}
    </fieldset>`}#e(e){return d`<label>
      <input
        type="radio"
        name="mode"
        .value=${e.state}
        .checked=${k(this.state?.state===e.state)}
        @change=${()=>this.dispatchEvent(new CustomEvent("choose",{detail:e.state}))}
      />
      <span>${this.hass?.formatEntityState?.(e)??e.state}</span>
    </label>`}};u([g({attribute:!1})],B.prototype,"hass",2),u([g({attribute:!1})],B.prototype,"state",2),u([g()],B.prototype,"label",2),u([g({type:Boolean})],B.prototype,"disabled",2),u([g({type:Number})],B.prototype,"revision",2);var nn=5,at=s=>String(s).padStart(2,"0"),V=class extends b{constructor(){super(...arguments);this.planned=[];this.priceUnit="";this.revision=0}static{this.styles=[w,v`
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
    `]}render(){let{hass:e,connector:n}=this,r=n&&this.#c("switch.plan");if(!e||!n||!r)return l;let i=$(e);return d`<details
      @toggle=${o=>{let{open:a}=o.target;this.dispatchEvent(new CustomEvent("opened",{detail:a}))}}
    >
      <summary>
        <span>${this.#o("plan")}</span><span>${this.#e(r,i)}</span>
      </summary>
      <div class="fields">
        <label class="on">
          <span
            ><input
              type="checkbox"
              .checked=${k(r.state==="on")}
              @change=${o=>{let a=o.target.checked;this.#d("switch.plan",a?"turn_on":"turn_off")}}
            />${this.#o("plan_use")}</span
          >
        </label>
        ${this.#s("number.target_energy","energy_kwh")}
        ${this.#s("number.target_soc","target_soc")} ${this.#i(i)}
        ${this.#p()}
      </div>
      ${r.state==="on"?this.#r(i):l}
    </details>`}#e(e,n){if(e.state!=="on")return this.#o("plan_none");let r=n.timeOfDay(this.#c("time.ready_by")?.state??""),i=this.planned[0];if(!i)return r&&`${this.#o("ready_by")} ${r}`;let o=this.planned.length>1?` +${this.planned.length-1}`:"";return`${n.span(i.start,i.end,new Date)}${o} → ${r}`}#r(e){if(!this.planned.length)return l;let n=new Date;return d`<ul aria-label=${this.#o("plan_planned")}>
      ${this.planned.map(r=>d`<li>
            <span>${e.span(r.start,r.end,n)}</span>
            <span class="secondary">${this.#n(r,e)}</span>
          </li>`)}
    </ul>`}#n(e,n){let r=e.price===void 0?"":n.price(e.price,this.priceUnit);return[...e.currentA===void 0?[]:[`${n.number(e.currentA,0)} A`],...e.solar?[this.#o("sun")]:[r].filter(Boolean)].join(" · ")}#s(e,n){let r=this.#c(e);if(!O(r))return l;let{min:i,max:o,step:a}=r.attributes;return d`<label>
      <span>${this.#o(n)}</span>
      <input
        type="number"
        min=${i??l}
        max=${o??l}
        step=${a??"any"}
        .value=${k(String(Number(r.state)))}
        @change=${c=>{let p=c.target;!p.reportValidity()||p.value===""||this.#d(e,"set_value",{value:Number(p.value)})}}
      />
    </label>`}#i(e){let n=this.#c("time.ready_by"),[r,i]=(n?.state??"").split(":").map(Number);if(!O(n)||r===void 0||i===void 0)return l;let o=Array.from({length:60/nn},(h,m)=>m*nn),a=[...new Set([...o,i])].sort((h,m)=>h-m),c=Array.from({length:24},(h,m)=>m),p=h=>{let m={hour:r,minute:i,...h},y=`${at(m.hour)}:${at(m.minute)}:00`;this.#d("time.ready_by","set_value",{time:y})};return d`<fieldset>
      <legend>${this.#o("ready_by")}</legend>
      ${this.#l("hour",c,r,e.hour,h=>{p({hour:h})})}
      ${this.#l("minute",a,i,at,h=>{p({minute:h})})}
    </fieldset>`}#l(e,n,r,i,o){return d`<select
      aria-label=${this.#o(e)}
      @change=${a=>{o(Number(a.target.value))}}
    >
      ${n.map(a=>d`<option value=${a} .selected=${k(a===r)}>
            ${i(a)}
          </option>`)}
    </select>`}#p(){let e=this.#c("select.plan_repeat"),n=e?.attributes.options;return!e||!Array.isArray(n)?l:d`<label>
      <span>${this.#o("every")}</span>
      <select
        @change=${r=>{let i=r.target.value;this.#d("select.plan_repeat","select_option",{option:i})}}
      >
        ${n.map(r=>d`<option value=${r} .selected=${k(r===e.state)}>
              ${this.hass?.formatEntityState?.({...e,state:r})??r}
            </option>`)}
      </select>
    </label>`}#c(e){if(!(!this.hass||!this.connector))return C(this.hass,R(this.connector,e))}#d(e,n,r){let i=this.connector&&R(this.connector,e);if(!i)return;let o={entityId:i,service:n,...r&&{data:r}};this.dispatchEvent(new CustomEvent("wish",{detail:o}))}#o(e){return f(this.hass?.language,e)}};u([g({attribute:!1})],V.prototype,"hass",2),u([g({attribute:!1})],V.prototype,"connector",2),u([g({attribute:!1})],V.prototype,"planned",2),u([g()],V.prototype,"priceUnit",2),u([g({type:Number})],V.prototype,"revision",2);var N=v`
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
`;var Be=(s,t)=>{let e=s.attributes[t];return typeof e=="string"?e:void 0},de=class extends b{static{this.styles=[w,N]}setConfig(t){this.config=t}getCardSize(){return 3}getGridOptions(){return{columns:12,min_columns:6}}render(){let{hass:t,config:e}=this,n=e&&t?.states[e.entity];if(!t||!n)return l;let r=Be(n,"address");return d`<ha-card>
      <h2>${A(f(t.language,"not_connected"),new Map([["name",e.name]]))}</h2>
      ${this.#e(t,n)}
      ${r===void 0?l:d`<p>${f(t.language,"call_address")}</p>
              <p><code>${r}</code></p>`}
    </ha-card>`}#e(t,e){let n=new Date(Be(e,"refused_at")??""),r=Be(e,"refused");if(r===void 0||Number.isNaN(n.getTime()))return l;let i=new Map([["time",$(t).dateTime(n)],["address",Be(e,"refused_from")??""],["cause",t.formatEntityAttributeValue?.(e,"refused")??r]]);return d`<p>
      ${A(f(t.language,"refused_call"),i)}
      <a href="/config/repairs">${f(t.language,"repairs")}</a>
    </p>`}};u([g({attribute:!1})],de.prototype,"hass",2),u([_()],de.prototype,"config",2);var Or={count_charging:["charging"],count_plugged_in:["preparing","suspended_ev","suspended_evse","finishing"],count_free:["available"],count_offline:["unavailable"]},Rr=(s,t)=>{let e=t.statuses.map(i=>s.states[i]?.state??"unavailable"),n=Object.entries(Or).map(([i,o])=>[i,e.filter(a=>o.includes(a)).length]),r=t.powers.map(i=>D(s.states[i])??0);return{counts:n,powerW:r.reduce((i,o)=>i+o,0)}},pe=class extends b{static{this.styles=[w,N]}setConfig(t){this.config=t}getCardSize(){return 1}getGridOptions(){return{columns:"full",min_columns:6}}render(){let{hass:t,config:e}=this;if(!t||!e)return l;let{counts:n,powerW:r}=Rr(t,e);return d`<p class="line">
      <b>${$(t).power(r)}</b>
      ${n.filter(([,i])=>i).map(([i,o])=>d`<span><b>${o}</b> ${ce(t.language,i,o)}</span>`)}
    </p>`}};u([g({attribute:!1})],pe.prototype,"hass",2),u([_()],pe.prototype,"config",2);var Pr=(s,t)=>{let e=new Map(s);for(let{type:n,flow_id:r,flow:i}of t)n==="removed"?e.delete(r):i?.handler===x&&i.context?.title_placeholders?.id_tag&&e.set(r,i);return e},ne=class extends b{constructor(){super(...arguments);this.connectedWhileHidden=!0;this.offers=new Map;this.error=""}#e;static{this.styles=[w,N]}setConfig(){this.hidden=!0}getCardSize(){return this.offers.size}getGridOptions(){return{columns:"full",min_columns:6}}disconnectedCallback(){super.disconnectedCallback(),this.#e?.then(e=>e()).catch(()=>{}),this.#e=void 0}willUpdate(){this.#r();let e=!this.offers.size;e!==this.hidden&&(this.hidden=e,this.style.display=e?"none":"",this.dispatchEvent(new CustomEvent("card-visibility-changed",{bubbles:!0,composed:!0,detail:{value:!e}})))}#r(){let{hass:e}=this;!e?.user?.is_admin||!e.connection||this.#e||!this.isConnected||(this.#e=e.connection.subscribeMessage(n=>{this.offers=Pr(this.offers,n)},{type:"config_entries/flow/subscribe"}))}render(){return!this.hass||!this.offers.size?l:d`<ha-card>
      <h2>${this.#i("unknown_cards")}</h2>
      ${[...this.offers.values()].map(e=>this.#n(e))}
      <div role="alert">${this.error}</div>
    </ha-card>`}#n(e){let n=e.context?.title_placeholders??{},r=new Map([["id_tag",n.id_tag??""],["charge_point",n.charge_point??""]]);return d`<form
      @submit=${i=>{i.preventDefault();let o=i.target.querySelector("input");this.#s(e,o?.value??"")}}
    >
      <label>
        <span
          >${A(this.#i(n.kind==="car"?"unknown_car":"unknown_card"),r)}</span
        >
        <input type="text" placeholder=${this.#i("whose_card")} maxlength="64" />
      </label>
      <button class="primary">${this.#i("register")}</button>
    </form>`}async#s(e,n){let{hass:r}=this;if(!r?.callApi)return;this.error="";let i=`config/config_entries/flow/${e.flow_id}`,o=e.context?.title_placeholders?.id_tag??"";try{await r.callApi("POST",i,{name:n.trim()||o})}catch(a){this.error=await L(r,a)}}#i(e){return f(this.hass?.language,e)}};u([g({attribute:!1})],ne.prototype,"hass",2),u([_()],ne.prototype,"offers",2),u([_()],ne.prototype,"error",2);var Mr=5,Dr=(s,t)=>{let{name:e,above:n,below:r}=t,i=s.states[t.entity],o=D(i);if(o===void 0)return[e,i?s.formatEntityState?.(i)??"–":"–"];if(n===void 0||r===void 0)return[e,$(s).power(o)];let a=o>0?n:r;return[Math.abs(o)<Mr?e:a,$(s).power(Math.abs(o))]},ue=class extends b{static{this.styles=[w,v`
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
    `]}setConfig(t){this.config=t}getCardSize(){return 1}getGridOptions(){return{columns:6,rows:1,min_columns:6,min_rows:1}}render(){let{hass:t,config:e}=this;if(!t||!e)return l;let[n,r]=Dr(t,e),i=e.color?`color: var(--${e.color}-color)`:"";return d`<ha-card>
      <button
        @click=${()=>{let a={bubbles:!0,composed:!0,detail:{entityId:e.entity}};this.dispatchEvent(new CustomEvent("hass-more-info",a))}}
      >
        <ha-icon .icon=${e.icon} style=${i} aria-hidden="true"></ha-icon>
        <b>${n}</b><span>${r}</span>
      </button>
    </ha-card>`}};u([g({attribute:!1})],ue.prototype,"hass",2),u([_()],ue.prototype,"config",2);var rn="important",Lr=" !"+rn,sn=Ie(class extends le{constructor(s){if(super(s),s.type!==F.ATTRIBUTE||s.name!=="style"||s.strings?.length>2)throw Error("The `styleMap` directive must be used in the `style` attribute and must be the only part in the attribute.")}render(s){return Object.keys(s).reduce((t,e)=>{let n=s[e];return n==null?t:t+`${e=e.includes("-")?e:e.replace(/(?:^(webkit|moz|ms|o)|)(?=[A-Z])/g,"-$&").toLowerCase()}:${n};`},"")}update(s,[t]){let{style:e}=s.element;if(this.ft===void 0)return this.ft=new Set(Object.keys(t)),this.render(t);for(let n of this.ft)t[n]==null&&(this.ft.delete(n),n.includes("-")?e.removeProperty(n):e[n]=null);for(let n in t){let r=t[n];if(r!=null){this.ft.add(n);let i=typeof r=="string"&&r.endsWith(Lr);n.includes("-")||i?e.setProperty(n,i?r.slice(0,-11):r,i?rn:""):e[n]=r}}return E}});var re=s=>{if(!s.services[x])return"gone";let t=Object.values(s.entities).filter(n=>n.platform===x),e=t.some(({entity_id:n})=>{let r=s.states[n]?.state;return r!==void 0&&r!==xe});return t.length?e?"ready":"stopped":"unsure"},se=s=>["ready","unsure"].includes(re(s));var he=s=>s.started_by_name??s.card_name??s.id_tag??"",on=s=>s.reduce((t,e)=>t+e.energy_wh,0),an=(s,t)=>{let e=new Map;for(let a of s){let c=a.started_at??a.stopped_at;if(!c)continue;let p=t.dayOf(new Date(c));e.set(p,(e.get(p)??0)+a.energy_wh)}let n=[...e.keys()].sort(),[r,i]=[n[0],n.at(-1)];if(!r||!i)return[];let o=[];for(let a=new Date(`${r}T00:00Z`);;a=new Date(a.getTime()+864e5)){let c=a.toISOString().slice(0,10);if(o.push({label:t.dayAndMonth(c),energyWh:e.get(c)??0}),c>=i)return o}},Ve=s=>s.started_at&&s.stopped_at?(Date.parse(s.stopped_at)-Date.parse(s.started_at))/1e3:void 0;var cn=v`
  .line {
    align-items: baseline;
  }
  .energy {
    font-size: var(--ha-font-size-3xl, 28px);
  }
  .bar {
    display: flex;
    height: 14px;
    border-radius: 7px;
    overflow: hidden;
  }
  .bar i {
    flex: 0 1 0;
  }
  .legend {
    font-size: var(--ha-font-size-s, 12px);
    color: var(--secondary-text-color);
  }
  .legend i {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-inline-end: 6px;
    border-radius: 50%;
  }
  .sun {
    background: var(--energy-solar-color, #ff9800);
  }
  .battery {
    background: var(--energy-battery-out-color, #4db6ac);
  }
  .grid {
    background: var(--energy-grid-consumption-color, #488fc2);
  }
  .unknown {
    background: var(--disabled-color, #9e9e9e);
  }
  .good {
    color: color-mix(in srgb, var(--success-color, #43a047) 60%, var(--primary-text-color));
  }
  .bad {
    color: color-mix(in srgb, var(--error-color, #db4437) 60%, var(--primary-text-color));
  }
`;var Hr=2,Wr=[5e3,3e4],Nr=(s,t,e)=>{try{return new Intl.NumberFormat(s.language,{style:"currency",currency:e}).format(t)}catch{return`${$(s).number(t,2)} ${e}`.trim()}},zr=s=>{let t=[],e=[["receipt_sun","sun",s.solar_wh],["receipt_battery","battery",s.battery_wh],["receipt_grid","grid",s.grid_wh]];if(e.every(([,,r])=>r==null))return[];for(let[r,i,o]of e)o&&t.push({word:r,kind:i,energyWh:o});let n=s.energy_wh-t.reduce((r,i)=>r+i.energyWh,0);return n>1&&t.push({word:"receipt_unknown",kind:"unknown",energyWh:n}),t},Z=class extends b{#e=[];#r=0;#n;static{this.styles=[w,N,cn]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:x}}}],computeLabel:Ae}}static getStubConfig(){return{}}setConfig(t){this.config=t,this.receipt=void 0,this.#n=void 0}getCardSize(){return 3}getGridOptions(){return{columns:12,min_columns:6}}disconnectedCallback(){super.disconnectedCallback(),this.#e.forEach(clearTimeout),this.#n=void 0}updated(){let{hass:t}=this;if(!t||!this.config)return;let e=this.#s(t),n=C(t,e?.entities.get("event.session")?.[0])?.state??"",r=`${e?.deviceId??""} ${n} ${String(se(t))}`;r!==this.#n&&(this.#n=r,this.#e.forEach(clearTimeout),this.#e=Wr.map(i=>setTimeout(()=>{this.#i()},i)),this.#i())}#s(t){return Ne(t,this.config?.device_id)}async#i(){let{hass:t}=this,e=t&&this.#s(t);if(!t||!e)return;let n=this.#r+=1;if(!se(t)){this.note=f(t.language,"not_running");return}try{let r={device_id:e.deviceId,limit:Hr,newest_first:!0},{sessions:i}=await U(t,"get_sessions",r);if(n!==this.#r)return;this.receipt=i.find(o=>o.stopped_at!==null),this.note=this.receipt?void 0:f(t.language,"receipt_none")}catch(r){n===this.#r&&(this.note=await L(t,r))}}render(){let{hass:t,receipt:e}=this;if(!t||!this.config)return l;let n=this.#s(t);return n?d`<ha-card>
      <h2>${ae(t,n)}</h2>
      ${e?this.#l(t,e):l}
      ${this.note?d`<p class="secondary" role="status">${this.note}</p>`:l}
    </ha-card>`:d`<ha-card><p>${f(t.language,"choose_connector")}</p></ha-card>`}#l(t,e){let n=$(t),r=Ve(e),i=new Date(e.stopped_at??""),o=[e.car,e.person??he(e)].filter(Boolean).join(" · "),a=e.energy_estimated||e.worth_estimated;return d`<p class="secondary">
        ${[n.dateTime(i),o].filter(Boolean).join(" · ")}
      </p>
      <p class="line">
        <b class="energy">${n.energy(e.energy_wh)}</b>
        ${r===void 0?l:d`<span>${te(r)}</span>`}
      </p>
      ${this.#p(t,e)} ${this.#c(t,e)}
      ${a?d`<p class="secondary">${f(t.language,"receipt_estimated")}</p>`:l}`}#p(t,e){let n=zr(e);if(!n.length)return l;let r=$(t),i=n.map(o=>`${f(t.language,o.word)} ${r.energy(o.energyWh)}`);return d`<div class="bar" role="img" aria-label=${i.join(", ")}>
        ${n.map(o=>d`<i class=${o.kind} style=${sn({flexGrow:String(o.energyWh)})}></i>`)}
      </div>
      <p class="line legend">
        ${n.map((o,a)=>d`<span><i class=${o.kind}></i>${i[a]}</span>`)}
      </p>`}#c(t,e){let{cost:n,saved:r,currency:i}=e;if(n==null)return l;let o=p=>Nr(t,p,i??""),a=(r??0)>0?"receipt_saved":"receipt_dearer",c=(r??0)>0?"good":"bad";return d`<p class="line">
      <b>${o(n)}</b>
      ${r?d`<span class=${c}
              >${A(f(t.language,a),new Map([["cost",o(Math.abs(r))]]))}</span
            >`:l}
    </p>`}};u([g({attribute:!1})],Z.prototype,"hass",2),u([_()],Z.prototype,"config",2),u([_()],Z.prototype,"receipt",2),u([_()],Z.prototype,"note",2);var Ir=1e4,Ur=6e4,me=class extends b{#e;#r;#n;static{this.styles=[w,N]}setConfig(t){this.config=t,this.#r=t.error?Date.now():void 0,this.#n=void 0}getCardSize(){return 2}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e),this.#n=void 0}updated(){if(!this.hass)return;let t=re(this.hass);if(t===this.#n||(this.#n=t,clearTimeout(this.#e),t==="gone"||t==="stopped"))return;let e=t==="ready"?Ir:Ur,n=this.#r===void 0?0:this.#r+e;this.#e=setTimeout(()=>{this.dispatchEvent(new CustomEvent("config-refresh",{bubbles:!0,composed:!0}))},Math.max(0,n-Date.now()))}render(){let{hass:t,config:e}=this;if(!t||!e)return l;let n=t.config.state!==void 0&&t.config.state!=="RUNNING",r=re(t)==="gone",i=n?"ha_starts":r?"not_set_up":"not_running";return d`<ha-card>
      <h2>Plug Control</h2>
      <p role="status">${f(t.language,i)}</p>
      ${e.error?d`<p class="secondary">${e.error}</p>`:l}
      ${n?l:d`<a
              href=${r?"/config/integrations/dashboard":`/config/integrations/integration/${x}`}
              >${f(t.language,"open_settings")}</a
            >`}
    </ha-card>`}};u([g({attribute:!1})],me.prototype,"hass",2),u([_()],me.prototype,"config",2);var ln=["session_id","charge_point_id","charge_point_name","connector_id","id_tag","card_name","started_by_name","started_at","stopped_at","energy_wh","energy_estimated","time_estimated","meter_start_wh","meter_stop_wh","peak_power_w","stop_reason"],Fr=/^[=+\-@\t\r]/,jr=s=>{if(s==null)return"";if(typeof s=="number"||typeof s=="boolean")return String(s);let t=typeof s=="string"?s:JSON.stringify(s),e=Fr.test(t)?`'${t}`:t;return/[",\r\n;]/.test(e)?`"${e.replaceAll('"','""')}"`:e},dn=s=>[ln.join(","),...s.map(t=>ln.map(e=>jr(t[e])).join(","))].map(t=>`${t}\r
`).join("");var pn=["last","this_month","last_month","this_year","own"],Br=s=>s.toISOString().slice(0,10),un=(s,t,e)=>{let n=new Date(`${t}T00:00Z`),[r,i]=[n.getUTCFullYear(),n.getUTCMonth()],o=(a,c,p)=>Br(new Date(Date.UTC(a,c,p)));switch(s){case"last":return[o(r,i,n.getUTCDate()-e),t];case"this_month":return[o(r,i,1),t];case"last_month":return[o(r,i-1,1),o(r,i,0)];case"this_year":return[o(r,0,1),t];case"own":return}};var Vr={OCMF:"OCMF",Alfen:"ALFEN","SML (EDL40)":"EDL40"},qr={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","\r":"&#13;"},ct=s=>s.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g,"").replaceAll(/[&<>"\r]/g,t=>qr[t]??t),Zr=s=>/^(?:[0-9a-f]{2})+$/i.test(s)?"hex":s.startsWith("-----")?"plain":"base64",hn=s=>{let{public_key:t}=s,e=String(s.transaction_id??s.session_id);return`<?xml version="1.0" encoding="UTF-8"?>
<values>
${s.signed_values.map(({context:r,format:i,data:o})=>{let a=Vr[i],c=a?` format="${a}"`:"",p=r?` context="${ct(r)}"`:"";return`  <value transactionId="${e}"${p}>
    <signedData${c} encoding="plain">${ct(o)}</signedData>
`+(t?`    <publicKey encoding="${Zr(t)}">${ct(t)}</publicKey>
`:"")+`  </value>
`}).join("")}</values>
`};var mn=v`
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
`;var lt=30,Gr=6e4,Kr=6e4,Yr=864e5,dt=200,qe=5e3,gn=(s,t,e)=>{let n=URL.createObjectURL(new Blob([s],{type:`${t};charset=utf-8`})),r=document.createElement("a");r.href=n,r.download=e,r.click(),setTimeout(()=>{URL.revokeObjectURL(n)})},S=class extends b{constructor(){super(...arguments);this.onlyOwn=!1;this.total={count:0,energyWh:0};this.device="";this.person="";this.period="last";this.from="";this.to="";this.#r=0;this.#n=dt}#e;#r;#n;static{this.styles=[w,mn]}static getConfigForm(){return{schema:[{name:"device_id",selector:{device:{integration:x}}},{name:"days",selector:{number:{min:1,max:3660,mode:"box"}}}],computeLabel:Ae}}static getStubConfig(){return{days:lt}}setConfig(e){this.config=e,this.device=e.device_id??"",this.period="last",this.hass&&this.#s()}getCardSize(){return 8}getGridOptions(){return{columns:"full",min_columns:6}}connectedCallback(){super.connectedCallback(),this.hasUpdated&&this.#s()}disconnectedCallback(){super.disconnectedCallback(),clearTimeout(this.#e)}updated(e){let{hass:n}=this;if(!n||!e.has("hass"))return;let r=e.get("hass"),i=re(n)==="ready";(!r||i&&re(r)!=="ready")&&this.#s()}#s(){this.#n=dt;let e=this.#a.dayOf(new Date),n=this.config?.days??lt;[this.from,this.to]=un(this.period,e,n)??[this.from,this.to],this.#i()}async#i(){clearTimeout(this.#e);let{hass:e}=this;if(!e)return;let n=this.#r+=1;if(!se(e)){this.error=this.#t("not_running");return}let r=Gr;try{let i=this.person?qe:this.#n,o=await this.#l(e,{limit:i});if(n!==this.#r)return;this.sessions=o.sessions,this.total={count:o.total_count,energyWh:o.totals.energy_wh},this.onlyOwn=o.only_own===!0,this.error=void 0}catch(i){if(n!==this.#r)return;this.error=await L(e,i),r=Kr}this.isConnected&&(this.#e=setTimeout(()=>{this.#i()},r))}#l(e,n){return U(e,"get_sessions",{...this.#p(),...n,newest_first:!0})}#p(){let e=this.#a,n=o=>new Date(Date.parse(`${o}T00:00Z`)+Yr).toISOString().slice(0,10),r=this.from&&e.midnight(this.from).toISOString(),i=this.to&&e.midnight(n(this.to)).toISOString();return{...this.device&&{device_id:this.device},...r&&{start:r},...i&&{end:i}}}render(){let{hass:e}=this;return!e||!this.config?l:d`<ha-card>
      <h2>${this.#t("sessions")}</h2>
      ${this.#o(e)} ${this.#c()}
    </ha-card>`}#c(){if(!this.sessions)return d`<p class="secondary" role="status">${this.error??this.#t("loading")}</p>`;let e=this.#d();if(!e.length){let r=this.onlyOwn?"no_own_sessions":"no_sessions";return d`<p class="secondary">${this.#t(r)}</p>`}let n=this.error?d`<p class="secondary" role="status">${this.error}</p>`:l;return d`${n} ${this.#_(e)} ${this.#y(e)} ${this.#b(e)}`}#d(){let e=this.sessions??[];return this.person?e.filter(n=>he(n)===this.person):e}#o(e){let n=oe(e),r=[...new Set((this.sessions??[]).map(he))].filter(Boolean).sort();return d`<div class="filters">
      <label
        ><span>${this.#t("connector")}</span>
        <select
          @change=${i=>{this.device=i.target.value,this.#i()}}
        >
          <option value="">${this.#t("connectors_all")}</option>
          ${n.map(i=>d`<option value=${i.deviceId} .selected=${k(i.deviceId===this.device)}>
                ${ae(e,i)}
              </option>`)}
        </select></label
      >
      <label
        ><span>${this.#t("person")}</span>
        <select
          @change=${i=>{this.person=i.target.value,this.#i()}}
        >
          <option value="">${this.#t("persons_all")}</option>
          ${r.map(i=>d`<option .selected=${k(i===this.person)}>${i}</option>`)}
        </select></label
      >
      <label
        ><span>${this.#t("period")}</span>
        <select
          @change=${i=>{this.period=i.target.value,this.#s()}}
        >
          ${pn.map(i=>d`<option value=${i} .selected=${k(i===this.period)}>
                ${this.#f(i)}
              </option>`)}
        </select></label
      >
      ${this.period==="own"?d`${this.#h("from")} ${this.#h("to")}`:l}
    </div>`}#f(e){let n=this.config?.days??lt,r=ce(this.hass?.language,`period_${e}`,n);return A(r,new Map([["days",String(n)]]))}#h(e){let n=this[e],r=this.#a.day(n);return d`<div class="day">
      <span>${this.#t(e)}</span>
      <input
        type="date"
        tabindex="-1"
        aria-hidden="true"
        min=${e==="to"&&this.from||l}
        max=${e==="from"&&this.to||l}
        .value=${k(n)}
        @change=${i=>{this[e]=i.target.value||n,this.#i()}}
      />
      <button
        aria-label="${this.#t(e)}: ${r}"
        @click=${i=>{i.currentTarget.previousElementSibling.showPicker()}}
      >
        ${r}
      </button>
    </div>`}#_(e){let{person:n,total:r}=this,i=n?on(e):r.energyWh,o=n?e.length:r.count;return d`<div class="totals">
      <span
        ><b>${this.#a.energy(i)}</b>
        <span class="secondary"
          >${this.#t("energy_total")} (${this.#a.number(o,0)})</span
        ><br />
        <span class="secondary">${this.#a.days(this.from,this.to)}</span></span
      >
      <button
        @click=${()=>{this.#u(e)}}
      >
        ${this.#t("csv")}
      </button>
    </div>`}#y(e){let n=an(e,this.#a),r=Math.max(...n.map(i=>i.energyWh),1);return d`<div class="chart" role="img" aria-label=${this.#t("energy_total")}>
        ${n.map(i=>d`<div
              class="bar"
              style="height:${(i.energyWh/r*100).toFixed(1)}%"
              title="${i.label}: ${this.#a.energy(i.energyWh)}"
            ></div>`)}
      </div>
      <div class="axis secondary" aria-hidden="true">
        <span>${n[0]?.label}</span>
        ${n.length>1?d`<span>${n.at(-1)?.label}</span>`:l}
      </div>`}#b(e){let n=new Set(e.map(i=>i.charge_point_id)).size>1,r=i=>i?this.#a.dateTime(new Date(i)):"–";return d`<div class="scroll" tabindex="0" role="region" aria-label=${this.#t("sessions")}>
      <table>
        <thead>
          <tr>
            <th scope="col">${this.#t("start")}</th>
            ${n?d`<th scope="col">${this.#t("charge_point")}</th>`:l}
            <th scope="col">${this.#t("person")}</th>
            <th scope="col" class="number">${this.#t("energy")}</th>
            <th scope="col" class="number">${this.#t("duration")}</th>
            <th scope="col" class="number">${this.#t("peak_power")}</th>
          </tr>
        </thead>
        <tbody>
          ${e.map(i=>d`<tr>
                <td class="start">${r(i.started_at??i.stopped_at)}</td>
                ${n?d`<td class="wallbox">${i.charge_point_name??i.charge_point_id}</td>`:l}
                <td class="person">${he(i)}</td>
                <td class="number energy">
                  ${i.energy_estimated?d`<abbr title=${this.#t("estimated")}>≈</abbr> `:l}${this.#a.energy(i.energy_wh)}
                  ${this.#m(i)}
                </td>
                <td class="number duration">${this.#v(i)}</td>
                <td class="number peak ${i.peak_power_w===null?"none":""}">
                  ${i.peak_power_w===null?"–":this.#a.power(i.peak_power_w)}
                </td>
              </tr>`)}
        </tbody>
      </table>
      ${this.#w()}
    </div>`}#w(){let e=this.sessions?.length??0;if(this.person||e>=this.total.count)return l;let n=i=>this.#a.number(i,0),r=new Map([["shown",n(e)],["total",n(this.total.count)]]);return d`<div class="more">
      <span class="secondary">${A(this.#t("shown_of"),r)}</span>
      ${e<qe?d`<button
              @click=${()=>{this.#n=Math.min(this.#n+dt,qe),this.#i()}}
            >
              ${this.#t("more_sessions")}
            </button>`:l}
    </div>`}#v(e){let n=Ve(e);return n!==void 0?te(n):e.stopped_at===null?this.#t("running"):"–"}async#$(e){let{hass:n}=this;if(!n||this.person||e.length>=this.total.count)return e;let r=[];for(;;){let i=await this.#l(n,{limit:qe,offset:r.length});if(r.push(...i.sessions),!i.sessions.length||r.length>=i.total_count)return r}}async#u(e){let n=await this.#$(e);gn(dn(n),"text/csv",`plug-control-${this.from}-${this.to}.csv`)}#m(e){return e.signed_values?d`<button
      class="signed"
      title=${this.#t("signed")}
      aria-label=${this.#t("signed")}
      @click=${()=>{this.#g(e)}}
    >
      <ha-icon icon="mdi:certificate-outline"></ha-icon>
    </button>`:l}async#g(e){let{hass:n}=this;if(!n)return;let{charge_point_id:r,session_id:i}=e;try{let o=await U(n,"get_signed_values",{charge_point_id:r,session_id:i});gn(hn(o),"application/xml",`plug-control-${String(i)}.xml`)}catch(o){this.error=await L(n,o)}}get#a(){return this.hass?$(this.hass):new ee({language:"en"},"UTC")}#t(e){return f(this.hass?.language,e)}};u([g({attribute:!1})],S.prototype,"hass",2),u([_()],S.prototype,"config",2),u([_()],S.prototype,"sessions",2),u([_()],S.prototype,"error",2),u([_()],S.prototype,"onlyOwn",2),u([_()],S.prototype,"total",2),u([_()],S.prototype,"device",2),u([_()],S.prototype,"person",2),u([_()],S.prototype,"period",2),u([_()],S.prototype,"from",2),u([_()],S.prototype,"to",2);var fn=s=>({title:"Plug Control",views:[{title:"Plug Control",cards:[{type:"custom:plug-control-waiting-card",...s&&{error:s}}]}]}),Ze=class extends HTMLElement{static async generate(t,e){if(!se(e))return fn();try{return await U(e,"get_dashboard",{language:e.language})}catch(n){return fn(await L(e,n))}}};var Jr={"plug-control-mode":B,"plug-control-limit":W,"plug-control-plan":V,"plug-control-graph":P,"plug-control-card":H,"plug-control-sessions-card":S,"plug-control-call-card":de,"plug-control-counts-card":pe,"plug-control-found-card":ne,"plug-control-power-card":ue,"plug-control-receipt-card":Z,"plug-control-waiting-card":me,"ll-strategy-dashboard-plug-control":Ze},Xr=(s,t)=>{let e=s.entities[t];return e?.platform!==x||!e.device_id?null:{config:{type:"custom:plug-control-card",device_id:e.device_id}}},Qr=()=>{let s=document.documentElement.lang||navigator.language,t=window;(t.customCards??=[]).push({type:"plug-control-card",name:"Plug Control",description:f(s,"card_description"),preview:!0,getEntitySuggestion:Xr},{type:"plug-control-sessions-card",name:`Plug Control: ${f(s,"sessions")}`,description:f(s,"sessions_description"),preview:!0},{type:"plug-control-receipt-card",name:`Plug Control: ${f(s,"receipt")}`,description:f(s,"receipt_description"),preview:!0}),(t.customStrategies??=[]).push({type:"plug-control",strategyType:"dashboard",name:"Plug Control",description:f(s,"dashboard_description")})},es=Promise.race(["home-assistant","hc-main"].map(s=>customElements.whenDefined(s)));Qr();es.then(()=>{for(let[s,t]of Object.entries(Jr))customElements.get(s)||customElements.define(s,t)});
